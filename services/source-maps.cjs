const { mkdirSync, renameSync } = require('node:fs');
const { join, parse } = require('node:path');
const leftOut = require('./left-out.cjs');

/**
 * The bundler's plugins for packages. Moves the source map of each bundle to `.maps` in the service's folder, which keeps the package small.
 * cli/aws/source-frames.ts reads the maps to locate failures.
 */
module.exports = () => [
  ...leftOut(),
  {
    name: 'source-maps',
    setup({ initialOptions: { entryPoints, outdir, outExtension }, onEnd }) {
      onEnd(({ errors }) => {
        if (errors.length > 0) return;
        const map = `${parse(entryPoints[0]).name}${outExtension['.js']}.map`;
        mkdirSync('.maps', { recursive: true });
        renameSync(join(outdir, map), join('.maps', map));
      });
    },
  },
];

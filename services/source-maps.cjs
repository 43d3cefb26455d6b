const { mkdirSync, renameSync } = require('node:fs');
const { join, parse } = require('node:path');

/**
 * Moves the source map of each bundle to `.maps` in the service's folder: in a package it would be dead weight, and
 * without it nobody finds the place of a failure. cli/aws/source-frames.ts reads the maps.
 */
module.exports = () => [
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

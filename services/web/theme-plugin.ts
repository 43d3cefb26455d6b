import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = 'theme.js';

/**
 * Names the script that runs before the first paint after its content, as Vite names modules: browsers and the service
 * worker keep it, so that nothing is painted later for it. A script that is no module is none of Vite's.
 */
export function themeScript(root: string): Plugin {
  let file = '';
  return {
    name: 'theme-script',
    apply: 'build',
    buildStart: {
      async handler() {
        const source = await readFile(join(root, SOURCE), 'utf8');
        const digest = createHash('sha256').update(source).digest('hex').slice(0, 8);
        file = `assets/theme-${digest}.js`;
        this.emitFile({ type: 'asset', fileName: file, source });
      },
    },
    transformIndexHtml: (html) => html.replace(`src="/${SOURCE}"`, `src="/${file}"`),
  };
}

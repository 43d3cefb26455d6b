import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withWorstCases } from './document.ts';

/** `npm run worst-cases`: writes the table of docs/performance.md. */
const file = join(import.meta.dirname, '../../docs/performance.md');
await writeFile(file, withWorstCases(await readFile(file, 'utf8')));

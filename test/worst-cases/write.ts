import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withSection } from '../section-of-document.ts';
import { worstCasesSection } from './document.ts';

/** `npm run worst-cases`: writes the table of docs/performance.md. */
const file = join(import.meta.dirname, '../../docs/performance.md');
await writeFile(file, withSection(await readFile(file, 'utf8'), worstCasesSection()));

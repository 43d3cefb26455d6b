import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worstCasesSection } from './document.ts';

test('docs/performance.md has the worst cases that the tests assert (npm run worst-cases)', async () => {
  const document = await readFile(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');
  expect(document).toContain(worstCasesSection());
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConfirmationCode } from './confirmation-code.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-code-'));
const folder = join(data, 'cognito/.cognito/db');
afterAll(() => rmSync(data, { recursive: true }));

test.each(['delenn@example.com', 'Delenn@Example.com'])('finds the code of %s', async (email) => {
  mkdirSync(folder, { recursive: true });
  const account = {
    Attributes: [{ Name: 'email', Value: 'delenn@EXAMPLE.com' }],
    ConfirmationCode: '123456',
  };
  writeFileSync(join(folder, 'local_cruddur.json'), JSON.stringify({ Users: { one: account } }));
  expect(await findConfirmationCode(data, email)).toBe('123456');
  expect(await findConfirmationCode(data, 'other@example.com')).toBeUndefined();
});

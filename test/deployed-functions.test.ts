import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deployedFunctions, settingsOf } from './deployed-functions.ts';

const root = join(import.meta.dirname, '..');

test.each(deployedFunctions())('$service $key starts with the settings of its template', async (one) => {
  const settings = settingsOf(one).map((name) => [name, 'https://settings.invalid/value']);
  const start = `await import(${JSON.stringify(join(root, one.file))})`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', start], {
    env: { PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: one.key, ...Object.fromEntries(settings) },
  });
});

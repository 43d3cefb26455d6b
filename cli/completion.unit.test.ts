import { spawnSync } from 'node:child_process';
import { cruddur } from '../test/cruddur.ts';

let script: string;

beforeAll(async () => {
  const { status, stdout } = await cruddur(['completion', 'bash']);
  expect(status).toBe(0);
  script = stdout;
});

/** The completions that bash itself offers at the end of a line. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const array = words.map((word) => `'${word}'`).join(' ');
  const ask = `${script}\nCOMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _cruddur; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

test.each([
  ['cruddur d', ['ddb', 'db']],
  ['cruddur ddb re', ['rebuild', 'redrive']],
  ['cruddur ddb patterns ', ['get-conversation', 'list-conversations', '--help']],
  ['bin/cruddur ddb rebuild --seg', ['--segments']],
  ['cruddur ddb verify --stage ', ['dev', 'prod']],
  ['cruddur ddb verify --stage dev --json --pat', ['--patience']],
  ['cruddur ddb verify --segments ', ['']],
  ['cruddur completion ', ['bash', 'zsh', 'fish', '--data', '--help']],
])('%s', (line, words) => {
  expect(offered(line)).toEqual(words);
});

test('every shell gets a script with every command', async () => {
  for (const shell of ['zsh', 'fish']) {
    const { status, stdout } = await cruddur(['completion', shell]);
    expect(status).toBe(0);
    expect(stdout).toContain('get-conversation');
    expect(stdout).toContain('update-cognito-user-ids');
  }
});

test('an unknown shell is refused, and the error lists the known ones', async () => {
  const { status, stderr } = await cruddur(['completion', 'csh']);
  expect(status).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.');
});

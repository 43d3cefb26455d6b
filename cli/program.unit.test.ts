import { type Command, CommanderError } from 'commander';
import { parseStage } from './options.ts';
import { program } from './program.ts';

const commands = leaves(program());

describe('every command', () => {
  test('is one of these', () => {
    expect(commands).toEqual([
      'local up',
      'local down',
      'local reset',
      'local status',
      'local token',
      'local code',
      'ddb schema-load',
      'ddb list-tables',
      'ddb drop',
      'ddb seed',
      'ddb scan',
      'ddb verify',
      'ddb rebuild',
      'ddb redrive',
      'ddb patterns get-conversation',
      'ddb patterns list-conversations',
      'search verify',
      'search rebuild',
      'search redrive',
      'search clear',
      'jobs list',
      'jobs retry',
      'limits show',
      'limits reset',
      'reports list',
      'reports show',
      'reports resolve',
      'db create',
      'db drop',
      'db migrate',
      'db seed',
      'db setup',
      'db connect',
      'db sessions',
      'db update-cognito-user-ids',
      'users show',
      'users ban',
      'users unban',
      'users suspend',
      'users unsuspend',
      'cognito list-users',
      'rds update-sg-rule',
      'smoke',
      'source-frames',
      'completion',
    ]);
  });

  test.each(commands)('%s has help with an example', async (command) => {
    const { error, printed } = await run(`${command} --help`);
    expect(error.exitCode).toBe(0);
    expect(printed).toContain(`Usage: cruddur ${command}`);
    expect(printed).toMatch(new RegExp(`Example:\\n.*bin/cruddur ${command}`));
  });

  test.each(commands)('%s refuses an unknown option', async (command) => {
    const { error, printed } = await run(`${command} --wrong`);
    expect(error.exitCode).not.toBe(0);
    expect(printed).toContain("unknown option '--wrong'");
    expect(printed).toContain(`Usage: cruddur ${command}`);
  });
});

test('a stage may have any name that a deployment accepts', () => {
  expect(parseStage('feature-12')).toBe('feature-12');
});

describe('the error for a wrong argument says what was expected', () => {
  test.each([
    ['nonsense', 'Commands:'],
    ['ddb nonsense', 'schema-load'],
    ['ddb', 'schema-load'],
    ['ddb drop', "missing required argument 'table'"],
    [
      'ddb seed --stage local',
      'Expected the name of a deployed stage, such as dev; none means the local cloud.',
    ],
    ['ddb seed --stage Dev/..', 'Expected the name of a deployed stage, such as dev'],
    ['ddb patterns get-conversation --limit 0', 'Expected a whole number from 1 to 100.'],
    ['ddb patterns list-conversations --limit many', 'Expected a whole number from 1 to 100.'],
    ['local up --port users', 'Expected a whole number from 1 to 65535.'],
    ['local up --port users=70000', 'Expected a whole number from 1 to 65535.'],
    ['local up --port postgress=5442', 'Expected PART=PORT, PART one of postgres, dynamodb'],
    ['ddb verfy', '(Did you mean verify?)'],
    ['ddb verify --patiense 1', '(Did you mean --patience?)'],
    ['local token', "missing required argument 'handle'"],
    ['local token bayko --password Some-secret-1', "unknown option '--password'"],
    ['local code', "missing required argument 'email'"],
    ['db migrate now', 'too many arguments'],
    ['rds update-sg-rule --close', "required option '--stage <stage>' not specified"],
  ])('%s', async (line, expected) => {
    const { error, printed } = await run(line);
    expect(error.exitCode).not.toBe(0);
    expect(printed).toContain(expected);
  });
});

function leaves(command: Command, path: string[] = []): string[] {
  if (command.commands.length === 0) return [path.join(' ')];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

/** Parses a command line that must fail before it runs. */
async function run(line: string): Promise<{ error: CommanderError; printed: string }> {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  const cruddur = program();
  for (const command of [cruddur, ...descendants(cruddur)]) {
    command.configureOutput({
      writeOut: write,
      writeErr: write,
      getOutHelpWidth: () => 200,
      getErrHelpWidth: () => 200,
    });
  }
  try {
    await cruddur.parseAsync(line.split(' '), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { error, printed };
    throw error;
  }
  throw new Error(`${line} was run`);
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

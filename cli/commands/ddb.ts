import type { Command } from 'commander';
import type { Needs } from '../stage.ts';
import { example, onStage, print, wholeNumber, withYes } from './options.ts';

/** The commands of the DynamoDB table. */
export function addDdbCommands(ddb: Command): void {
  const onTable = (name: string, description: string, needs: Needs = ['messaging']) =>
    onStage(ddb.command(name).description(description), needs);

  const schemaLoad = onTable(
    'schema-load',
    'create the table, if it is not there, and wait until it is active',
  ).action(async () => print(await (await import('./ddb-schema-load.ts')).loadTable()));
  example(schemaLoad, 'bin/cruddur ddb schema-load');

  const listTables = onTable('list-tables', 'list the tables', []).action(async () =>
    (await import('./ddb-list-tables.ts')).list(),
  );
  example(listTables, 'bin/cruddur ddb list-tables');

  const drop = withYes(onTable('drop', 'delete a table, with everything in it', []))
    .argument('<table>', 'its name')
    .action(async (name, options) => print(await (await import('./ddb-drop.ts')).drop(name, options)));
  example(drop, 'bin/cruddur ddb drop cruddur-messages');

  const seed = withYes(
    onTable('seed', 'store the sample conversation; what is there stays', ['messaging', 'users']),
  ).action(async (options) => print(await (await import('./ddb-seed.ts')).seed(options)));
  example(seed, 'bin/cruddur ddb seed');

  const scan = onTable('scan', 'print every item, one line of JSON each').action(async () =>
    (await import('./ddb-scan.ts')).scan(),
  );
  example(scan, 'bin/cruddur ddb scan | head');

  addRepairs(onTable);
  addPatterns(
    ddb.command('patterns').description('an access pattern as the service runs it').helpCommand(false),
  );
}

/** What checks and repairs the derived rows. */
function addRepairs(onTable: (name: string, description: string, needs?: Needs) => Command): void {
  // The names in rows come from Postgres.
  const both: Needs = ['messaging', 'users'];
  const verify = onTable('verify', 'check the invariants of every item; status 1 if one is broken', both)
    .option('--patience <ms>', 'how long rows may lag behind messages', wholeNumber(0, 600_000), 5000)
    .action(async (options) => print(await (await import('./ddb-verify.ts')).verify(options)));
  example(verify, 'bin/cruddur ddb verify --stage prod');

  const rebuild = withYes(
    onTable('rebuild', 'repair every message group row; can be stopped and goes on', both),
  )
    .option('--wcu <units>', 'write units a second that it may take', wholeNumber(1, 40_000), 100)
    .option('--position <file>', 'where it notes how far it is')
    .action(async (options) => print(await (await import('./ddb-rebuild.ts')).rebuild(options)));
  example(rebuild, 'bin/cruddur ddb rebuild --wcu 50');

  const redrive = withYes(onTable('redrive', 'replay the failure queue; status 1 if something remains'))
    .option('--queue <name>', "another queue than the projection's")
    .action(async (options) => print(await (await import('./ddb-redrive.ts')).redrive(options)));
  example(redrive, 'bin/cruddur ddb redrive');
}

function addPatterns(patterns: Command): void {
  const pattern = (name: string, description: string) =>
    onStage(patterns.command(name).description(description), ['messaging', 'users'])
      .option('--handle <handle>', 'who asks', 'bayko')
      .option('--limit <number>', 'how many lines', wholeNumber(1, 100), 20);

  const conversation = pattern('get-conversation', 'pattern A: the newest messages between two users')
    .option('--with <handle>', 'the other user', 'nwaliechinyere')
    .action(async (options) => (await import('./ddb-get-conversation.ts')).getConversation(options));
  example(conversation, 'bin/cruddur ddb patterns get-conversation --handle bayko --with nwaliechinyere');

  const conversations = pattern(
    'list-conversations',
    "pattern B: a user's message groups, latest first",
  ).action(async (options) => (await import('./ddb-list-conversations.ts')).listConversations(options));
  example(conversations, 'bin/cruddur ddb patterns list-conversations --handle londo');
}

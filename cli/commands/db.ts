import type { Command } from 'commander';
import { example, onStage, print, withYes } from './options.ts';

/** The commands of the Postgres database. */
export function addDbCommands(db: Command): void {
  const onDatabase = (name: string, description: string) =>
    onStage(db.command(name).description(description), ['users']);

  const create = onDatabase('create', 'create the database, if it is not there').action(async () =>
    print(await (await import('./db-create.ts')).create()),
  );
  example(create, 'bin/cruddur db create');

  const drop = withYes(onDatabase('drop', 'drop the database, with everything in it')).action(
    async (options) => print(await (await import('./db-drop.ts')).drop(options)),
  );
  example(drop, 'bin/cruddur db drop');

  const migrate = withYes(
    onStage(db.command('migrate').description('apply the migrations that the database lacks')),
  ).action(async (options) => print(await (await import('./db-migrate.ts')).migrateDatabase(options)));
  example(migrate, 'bin/cruddur db migrate', 'bin/cruddur db migrate --stage dev');

  const seed = withYes(onDatabase('seed', 'insert the sample users and activity')).action(async (options) =>
    print(await (await import('./db-seed.ts')).seedDatabase(options)),
  );
  example(seed, 'bin/cruddur db seed');

  const setup = withYes(onDatabase('setup', 'create, migrate and seed; what is there stays')).action(
    async (options) => print(await (await import('./db-setup.ts')).setUp(options)),
  );
  example(setup, 'bin/cruddur db setup');

  const connect = onDatabase('connect', 'open psql on the database').action(async () =>
    (await import('./db-connect.ts')).connect(),
  );
  example(connect, 'bin/cruddur db connect');

  const sessions = onDatabase('sessions', 'list who is connected to the database').action(async () =>
    (await import('./db-sessions.ts')).sessions(),
  );
  example(sessions, 'bin/cruddur db sessions');

  const updateIds = withYes(
    onDatabase(
      'update-cognito-user-ids',
      'join users with their accounts in the user pool, by verified address',
    ),
  ).action(async (options) =>
    print(await (await import('./db-update-cognito-user-ids.ts')).updateIds(options)),
  );
  example(updateIds, 'bin/cruddur db update-cognito-user-ids');
}

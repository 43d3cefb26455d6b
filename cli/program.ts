import { Command } from 'commander';
import { addCognitoCommands } from './commands/cognito.ts';
import { addDbCommands } from './commands/db.ts';
import { addDdbCommands } from './commands/ddb.ts';
import { addLocalCommands } from './commands/local.ts';
import { addRdsCommands } from './commands/rds.ts';

/** The command line: groups of commands, each command in a file of its own, which is loaded when it is run. */
export function program(): Command {
  const cruddur = new Command('cruddur')
    .description('Runs and operates Cruddur Messaging. Without --stage a command talks to the local cloud.')
    .exitOverride()
    .showHelpAfterError()
    .helpCommand(false);
  addLocalCommands(group(cruddur, 'local', 'the whole system on this machine'));
  addDdbCommands(group(cruddur, 'ddb', 'the DynamoDB table'));
  addDbCommands(group(cruddur, 'db', 'the Postgres database'));
  addCognitoCommands(group(cruddur, 'cognito', 'the user pool'));
  addRdsCommands(group(cruddur, 'rds', 'the database as AWS runs it'));
  return cruddur;
}

function group(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).helpCommand(false);
}

import type { Command } from 'commander';
import { example, onStage } from './options.ts';

/** The commands of the user pool. */
export function addCognitoCommands(cognito: Command): void {
  const listUsers = cognito
    .command('list-users')
    .description('list handle, e-mail address and sub of every account')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./cognito-list-users.ts')).listUsers(options));
  example(onStage(listUsers), 'bin/cruddur cognito list-users --json');
}

import type { Command } from 'commander';
import { example, onDeployedStage, print, withYes } from './options.ts';

/** The commands of the database as AWS runs it; the local cloud has no such thing. */
export function addRdsCommands(rds: Command): void {
  const rule = withYes(
    onDeployedStage(
      rds
        .command('update-sg-rule')
        .description('let one address, and no other operator, into the database')
        .option('--address <ipv4>', "the operator's address inside the network, such as 10.8.0.5")
        .option('--close', 'let no operator in'),
    ),
  ).action(async (options) => print(await (await import('./rds-update-sg-rule.ts')).updateRule(options)));
  example(rule, 'bin/cruddur rds update-sg-rule --stage dev --address 10.8.0.5');
}

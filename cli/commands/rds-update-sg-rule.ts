import { isIPv4 } from 'node:net';
import { setOperatorRule } from '../aws/operator-rule.ts';
import { stackOutputs } from '../aws/stack-outputs.ts';
import { CommandFailed } from '../errors.ts';
import { confirmInProduction, type Stage } from '../stage.ts';

export interface RuleOptions {
  stage: Stage;
  address?: string;
  close?: boolean;
  yes?: boolean;
}

/** The database has no public address: the operator comes by VPN or peering, from a single address. */
export async function updateRule({ address, close, ...options }: RuleOptions): Promise<string> {
  if (Boolean(address) === Boolean(close)) throw new CommandFailed('Say either --address or --close.');
  if (address && (!isIPv4(address) || address === '0.0.0.0'))
    throw new CommandFailed(`${address} is not one IPv4 address, such as 10.8.0.5.`);
  await confirmInProduction(`changes who reaches the database`, options);
  const { DatabaseSecurityGroupId } = await stackOutputs('users', options.stage);
  return setOperatorRule(DatabaseSecurityGroupId as string, address);
}

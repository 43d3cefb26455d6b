import { isIPv4 } from 'node:net';
import { asksInProduction, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { flag, text } from '../options.ts';

/** The database has no public address: the operator connects by VPN or peering, from one address. */
export const rdsUpdateSgRule = command({
  description: 'allow one operator address to reach the database, and remove any other',
  where: 'stage',
  options: {
    address: text('ipv4', "the operator's address inside the network, such as 10.8.0.5"),
    close: flag('allow no operator'),
  },
  asks: asksInProduction('changes who reaches the database'),
  examples: ['bin/cruddur rds update-sg-rule --stage dev --address 10.8.0.5'],
  async run({ address, close }, { stage, region }) {
    if (Boolean(address) === close) throw new CommandFailed('Pass either --address or --close.');
    if (address && (!isIPv4(address) || address === '0.0.0.0'))
      throw new CommandFailed(`${address} is not one IPv4 address, such as 10.8.0.5.`);
    const { stackOutput } = await import('../aws/stack-outputs.ts');
    const { setOperatorRule } = await import('../aws/operator-rule.ts');
    const group = await stackOutput({ service: 'users', stage, region }, 'DatabaseSecurityGroupId');
    return setOperatorRule(group, address, region);
  },
});

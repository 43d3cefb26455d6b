import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';

/** How the rule of an operator is told from those that the templates make. */
const DESCRIPTION = 'cruddur operator';
const POSTGRES_PORT = 5432;

/**
 * Lets one IPv4 address, and no other operator, into the database's security group; without an address nobody.
 * Repeating it changes nothing.
 *
 * @returns what it did, for the operator to read.
 */
export async function setOperatorRule(
  groupId: string,
  address: string | undefined,
  region: string,
): Promise<string> {
  const client = new EC2Client({ region });
  const wanted = address && `${address}/32`;
  const { SecurityGroupRules = [] } = await client.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [groupId] }] }),
  );
  const ours = SecurityGroupRules.filter((rule) => rule.Description === DESCRIPTION && !rule.IsEgress);
  const others = ours.filter(({ CidrIpv4 }) => CidrIpv4 !== wanted);
  if (others.length > 0) {
    const SecurityGroupRuleIds = others.map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId);
    await client.send(new RevokeSecurityGroupIngressCommand({ GroupId: groupId, SecurityGroupRuleIds }));
  }
  if (!wanted) return `Closed ${others.length} address(es); only the functions reach the database.`;
  if (ours.length === others.length) await authorize(client, groupId, wanted);
  return `${groupId} lets ${wanted} in, port ${POSTGRES_PORT}, and no other operator.`;
}

async function authorize(client: EC2Client, GroupId: string, CidrIp: string): Promise<void> {
  const range = { CidrIp, Description: DESCRIPTION };
  const ports = { IpProtocol: 'tcp', FromPort: POSTGRES_PORT, ToPort: POSTGRES_PORT };
  const IpPermissions = [{ ...ports, IpRanges: [range] }];
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
}

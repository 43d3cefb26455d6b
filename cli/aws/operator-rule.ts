import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';

/** Marks an operator's rule; the rules of the templates have other descriptions. */
const DESCRIPTION = 'cruddur operator';
const POSTGRES_PORT = 5432;

/**
 * Admits one operator address (IPv4) to the database's security group and removes any other; without an address,
 * removes all. Idempotent.
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
  if (!wanted) return `Removed ${others.length} operator address(es). Only the functions reach the database.`;
  if (ours.length === others.length) await authorize(client, groupId, wanted);
  return `${groupId} allows ${wanted} on port ${POSTGRES_PORT}, and no other operator.`;
}

async function authorize(client: EC2Client, GroupId: string, CidrIp: string): Promise<void> {
  const range = { CidrIp, Description: DESCRIPTION };
  const ports = { IpProtocol: 'tcp', FromPort: POSTGRES_PORT, ToPort: POSTGRES_PORT };
  const IpPermissions = [{ ...ports, IpRanges: [range] }];
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
}

/**
 * Least privilege: one role for each function, with what any function needs to run and what `roles.yml` of the service
 * lists under the function's name (`[]` for nothing more). Functions share no role. A function names its role by `role:
 * <Function>Role`.
 */
module.exports = async ({ resolveConfigurationProperty }) => {
  const functions = await resolveConfigurationProperty(['functions']);
  const statements = await resolveConfigurationProperty(['custom', 'roles']);
  const service = await resolveConfigurationProperty(['service']);
  const stage = await resolveConfigurationProperty(['provider', 'stage']);
  const forgotten = Object.keys(functions).filter((key) => !(key in statements));
  if (forgotten.length > 0) throw new Error(`roles.yml has no entry for: ${forgotten.join(', ')}`);
  const stray = Object.keys(statements).filter((key) => !(key in functions));
  if (stray.length > 0) throw new Error(`roles.yml names functions that do not exist: ${stray.join(', ')}`);
  const roles = Object.entries(functions).map(([key, { vpc }]) => [
    `${key[0].toUpperCase()}${key.slice(1)}Role`,
    role(key, stage, runtime(`${service}-${stage}-${key}`, vpc), statements[key].flat()),
  ]);
  return { Resources: Object.fromEntries(roles) };
};

/** The messaging service's trail recognises functions by the prefix of these names. */
const role = (key, stage, runs, works) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: { 'Fn::Sub': `cruddur-${stage}-\${AWS::Region}-${key}` },
    AssumeRolePolicyDocument: policy([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
    Policies: [
      { PolicyName: 'runs', PolicyDocument: policy(runs) },
      ...(works.length > 0 ? [{ PolicyName: 'works', PolicyDocument: policy(works) }] : []),
    ],
  },
});

const policy = (statements) => ({ Version: '2012-10-17', Statement: statements });

/** The function's own log, its traces and, in the VPC, its network interfaces. */
const runtime = (name, vpc) => [
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: own('logs', `log-group:/aws/lambda/${name}:*`),
  },
  {
    Effect: 'Allow',
    // Neither action supports a narrower resource.
    Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    Resource: '*',
  },
  ...(vpc ? network(name) : []),
];

const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Lambda creates the network interfaces with the function's role; a condition keeps the function's own code from it.
 */
const network = (name) => [
  { Effect: 'Allow', Action: networkActions, Resource: '*' },
  {
    Effect: 'Deny',
    Action: networkActions,
    Resource: '*',
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': [own('lambda', `function:${name}`)] } },
  },
];

const own = (service, resource) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});

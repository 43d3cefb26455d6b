import type { RecordedCall } from '../record-calls.ts';
import {
  functionKey,
  type Resource,
  readTemplate,
  readTemplates,
  resourcesOf,
  stages,
  type Template,
} from './packages.ts';
import { recordedCalls } from './recorded-calls.ts';
import { placeOf, rightsOf, statementsOf } from './rights.ts';

/** Actions without a recorded call to the table, and what in the template needs them. */
const neededBy: Record<string, (lambda: Resource, template: Template) => boolean> = {
  'logs:CreateLogStream': () => true,
  'logs:PutLogEvents': () => true,
  'xray:PutTelemetryRecords': () => true,
  'xray:PutTraceSegments': () => true,
  'rds-db:connect': ({ Properties }) => 'POSTGRES_URL' in (Properties.Environment?.Variables ?? {}),
  'cognito-idp:AdminGetUser': isPreSignUp,
  'cognito-idp:AdminDeleteUser': (lambda, template) =>
    isPreSignUp(lambda, template) || functionKey(lambda) === 'project',
  'sqs:SendMessage': (lambda, template) => mappingsOf(lambda, template).some((m) => m.DestinationConfig),
  'execute-api:ManageConnections': ({ Properties }) =>
    'WEBSOCKET_ENDPOINT' in (Properties.Environment?.Variables ?? {}),
  ...perAction('ec2', networkActions(), ({ Properties }) => Boolean(Properties.VpcConfig)),
  ...perAction('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'], (...at) =>
    mappingsOf(...at).some(() => true),
  ),
};

/** Why a `*` may stand for a resource. */
const everywhere: Record<string, string> = {
  'xray:PutTelemetryRecords': 'X-Ray knows no narrower resource',
  'xray:PutTraceSegments': 'X-Ray knows no narrower resource',
  'execute-api:ManageConnections': 'connections have ids of their own; API, stage and method are named',
  ...Object.fromEntries(
    networkActions().map((action) => [
      `ec2:${action}`,
      'Lambda makes interfaces that have no name yet; the code itself is denied them',
    ]),
  ),
};

/** Rights unused in the tests, and why they stay. */
const unusedFor: Record<string, string> = {
  'migrate rds-db:connect': 'none: it comes as the master',
};

/** Functions that name the table and make no call to it, and why. */
const silentFor: Record<string, string> = {
  indexMessages: 'it has everything from the stream; how items look comes with the modules of the table',
};

const templates = await readTemplates();
const lambdas = templates.flatMap(({ name, template }) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(([, lambda]) => ({
    name: `${name} ${functionKey(lambda)}`,
    key: functionKey(lambda),
    lambda,
    template,
  })),
);
let calls: RecordedCall[];

beforeAll(async () => {
  calls = await recordedCalls();
}, 1_800_000);

test('the recording has calls of every function of the table', () => {
  const withTable = lambdas.filter(
    ({ lambda }) => 'MESSAGES_TABLE' in (lambda.Properties.Environment?.Variables ?? {}),
  );
  const silent = withTable.filter(({ key }) => !calls.some(({ operation }) => operation === key));
  expect([...new Set(silent.map(({ key }) => key))]).toEqual(Object.keys(silentFor));
});

describe.each(lambdas)('$name', ({ key, lambda, template }) => {
  const rights = rightsOf(lambda, template);

  test('may make every call of its code', () => {
    const denied = calls
      .filter(({ operation }) => operation === key)
      .filter(
        ({ action, index, kind }) =>
          !rights.some((right) => right.action === action && right.on === index && right.kind === kind),
      );
    expect(denied).toEqual([]);
  });

  test('least privilege: may make no other call', () => {
    const table = rights.filter(({ action }) => action.startsWith('dynamodb:') && !(action in neededBy));
    const unused = table.filter(
      ({ action, on, kind }) =>
        !calls.some(
          (call) =>
            call.operation === key && call.action === action && call.index === on && call.kind === kind,
        ),
    );
    expect(unused).toEqual([]);
  });

  test('has exactly the runtime permissions', () => {
    const others = rights.map(({ action }) => action).filter((action) => !isOnItems(action));
    const needed = Object.keys(neededBy).filter(
      (action) => neededBy[action]?.(lambda, template) && !(`${key} ${action}` in unusedFor),
    );
    expect([...new Set(others)].sort()).toEqual(needed.sort());
  });

  test('has no right on all resources (*) without a reason', () => {
    const wide = rights.filter(
      ({ on, action }) => on.includes('*') && !/:log-group:[^*]+:\*"\}$/.test(on) && !(action in everywhere),
    );
    expect(wide).toEqual([]);
    for (const { Action } of statementsOf(lambda, template))
      expect(JSON.stringify(Action)).not.toContain('*');
  });

  test('has a role that no other function has', () => {
    const sharing = lambdas.filter(
      (other) =>
        other.template === template &&
        JSON.stringify(other.lambda.Properties.Role) === JSON.stringify(lambda.Properties.Role),
    );
    expect(sharing).toHaveLength(1);
  });
});

test.each(stages)('in %s the endpoint allows the rights of the functions in the network', async (stage) => {
  const inside = lambdas.filter(
    ({ name, lambda }) => name.includes(` ${stage} `) && lambda.Properties.VpcConfig,
  );
  const rights = inside
    .flatMap(({ lambda, template }) => rightsOf(lambda, template))
    .filter(({ action }) => isOnItems(action));
  const [[, endpoint] = []] = resourcesOf(await readTemplate('messaging', stage), 'AWS::EC2::VPCEndpoint');
  const [{ Action, Resource }, ...more] = endpoint?.Properties.PolicyDocument.Statement ?? [];
  expect(more).toEqual([]);
  expect(Action.sort()).toEqual([...new Set(rights.map(({ action }) => action))].sort());
  const places = Resource.map((resource: unknown) => placeOf('dynamodb:', resource));
  expect(places.sort()).toEqual([...new Set(rights.map(({ on }) => on))].sort());
});

test('actions allowed and actions used, function by function', () => {
  for (const { key, lambda, template } of lambdas.filter(({ name }) => name.includes(' dev '))) {
    const allowed = rightsOf(lambda, template).filter(({ action }) => isOnItems(action)).length;
    const used = calls.filter(({ operation }) => operation === key).length;
    process.stdout.write(`${key}: ${allowed} allowed on the table, ${used} used\n`);
    expect(used).toBe(allowed);
  }
});

const isOnItems = (action: string) =>
  /^dynamodb:((Get|BatchGet|Put|Update|Delete|ConditionCheck)Item|Query)$/.test(action);

function isPreSignUp(lambda: Resource, template: Template): boolean {
  const pools = resourcesOf(template, 'AWS::Cognito::UserPool');
  return pools.some(([, { Properties }]) => {
    const [id] = Properties.LambdaConfig.PreSignUp['Fn::GetAtt'];
    return template.Resources[id] === lambda;
  });
}

function mappingsOf(lambda: Resource, template: Template) {
  const [id] = Object.entries(template.Resources).find(([, resource]) => resource === lambda) ?? [];
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(`"${id}"`));
}

function networkActions(): string[] {
  return [
    'AssignPrivateIpAddresses',
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'UnassignPrivateIpAddresses',
  ];
}

function perAction(
  service: string,
  actions: string[],
  needed: (lambda: Resource, template: Template) => boolean,
) {
  return Object.fromEntries(actions.map((action) => [`${service}:${action}`, needed]));
}

import { matchesPattern, valueAt } from './filter-pattern.ts';
import { readTemplate, resourcesOf } from './packages.ts';

/** The events that the trail of prod records and the alarms they raise, with a second stage in the same account. */

const region = 'eu-central-1';
const tableArn = (name: string) => `arn:aws:dynamodb:${region}:111111111111:table/${name}`;
const role = (stage: string, name: string) =>
  `arn:aws:sts::111111111111:assumed-role/cruddur-${stage}-${region}-${name}/session`;
const stranger = 'arn:aws:sts::111111111111:assumed-role/somebody/session';
const table = tableArn('cruddur-messages');
const stream = `${table}/stream/2026-01-01T00:00:00.000`;

const template = await readTemplate('messaging', 'prod');
const [[, trail] = []] = resourcesOf(template, 'AWS::CloudTrail::Trail');

interface TrailEvent {
  eventCategory: 'Data' | 'Management' | 'NetworkActivity';
  eventName: string;
  [field: string]: unknown;
}

const call = (eventName: string, arn: string | undefined, resource = table): TrailEvent => ({
  eventCategory: 'Data',
  eventSource: 'dynamodb.amazonaws.com',
  eventName,
  userIdentity: { arn },
  resources: { ARN: resource, type: `AWS::DynamoDB::${resource.includes('/stream/') ? 'Stream' : 'Table'}` },
});

const change = (eventName: string, requestParameters: object, more: object = {}): TrailEvent => ({
  eventCategory: 'Management',
  eventSource: 'dynamodb.amazonaws.com',
  eventName,
  readOnly: 'false',
  userIdentity: { arn: stranger },
  requestParameters,
  ...more,
});

const tableName = 'cruddur-messages';
const denied = { errorCode: 'AccessDenied' };
const other = tableArn('orders');
const mappingOf = (eventSourceArn: string) => ({
  eventSource: 'lambda.amazonaws.com',
  responseElements: { eventSourceArn: eventSourceArn.replace(/table\/orders$/, 'table/orders/stream/1') },
});
const deniedOn = (arn: string) => ({
  ...denied,
  errorMessage: `User: ${stranger} is not authorized to perform: dynamodb:DeleteTable on resource: ${arn} because no identity-based policy allows it`,
});

test.each<[string, TrailEvent, string[]]>([
  ['a function sends', call('TransactWriteItems', role('prod', 'sendMessage')), []],
  ['a function reads the index', call('Query', role('prod', 'sendMessage'), `${table}/index/by-time`), []],
  ['a mapping reads the stream', call('GetRecords', role('prod', 'project'), stream), []],
  ['a function scans', call('Scan', role('prod', 'sendMessage')), ['UnknownCall']],
  ['an operator reads', call('Scan', stranger), ['ForeignPrincipal']],
  ['another account reads', call('GetItem', undefined), ['ForeignPrincipal']],
  ['a stranger reads the index', call('Query', stranger, `${table}/index/by-time`), ['ForeignPrincipal']],
  ['a stranger reads the stream', call('GetRecords', stranger, stream), ['ForeignPrincipal']],
  [
    'a role with a name like a function',
    call('Query', role('prod', 'x')),
    ['ForeignPrincipal', 'UnknownCall'],
  ],
  [
    'such a role reads the stream',
    call('GetRecords', role('prod', 'x'), stream),
    ['ForeignPrincipal', 'UnknownCall'],
  ],
  ["a function of dev reads dev's table", call('GetItem', role('dev', 'x'), `${table}-dev`), []],
  ['a function of dev reads this one', call('GetItem', role('dev', 'x')), ['ForeignPrincipal']],
  ['a stranger is denied', { ...call('GetItem', stranger), ...denied }, ['DeniedCall', 'ForeignPrincipal']],
  [
    'the endpoint refuses',
    { ...change('Scan', {}), eventCategory: 'NetworkActivity', errorCode: 'VpceAccessDenied' },
    ['DeniedCall'],
  ],
  ['the table is deleted', change('DeleteTable', { tableName }), ['TableChanged']],
  ['by its whole name', change('DeleteTable', { tableName: table }), ['TableChanged']],
  [
    'the stream is turned off',
    change('UpdateTable', { tableName, streamSpecification: {} }),
    ['TableChanged'],
  ],
  ['recovery is turned off', change('UpdateContinuousBackups', { tableName }), ['TableChanged']],
  [
    'the table is opened to another account',
    change('PutResourcePolicy', { resourceArn: table }),
    ['TableChanged'],
  ],
  [
    'the stream is opened to another account',
    change('PutResourcePolicy', { resourceArn: stream }),
    ['TableChanged'],
  ],
  [
    'a mapping is deleted',
    change('DeleteEventSourceMapping20150331', {}, mappingOf(stream)),
    ['TableChanged'],
  ],
  ["somebody's own mapping is deleted", change('DeleteEventSourceMapping20150331', {}, mappingOf(other)), []],
  ['a deletion is denied', change('DeleteTable', { tableName }, denied), ['DeniedCall', 'TableChanged']],
  ["a change of somebody's own table is denied", change('DeleteTable', {}, deniedOn(other)), []],
  ["a change of dev's table is denied", change('DeleteTable', {}, deniedOn(`${table}-dev`)), []],
  [
    'a change is denied, and what was asked not recorded',
    change('DeleteTable', {}, deniedOn(table)),
    ['DeniedCall'],
  ],
  ["dev's table is deleted", change('DeleteTable', { tableName: 'cruddur-messages-dev' }), []],
  ["dev's table is tagged", change('TagResource', { resourceArn: `${table}-dev` }), []],
  ['the table is described', { ...change('DescribeTable', { tableName }), readOnly: 'true' }, []],
])('%s', (_, event, alarms) => {
  const raised = isRecorded(event) ? filters.filter(({ matches }) => matches(event)) : [];
  expect(raised.map(({ metric }) => metric).sort()).toEqual(alarms);
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
test('a selector of streams compares ARNs as CloudTrail demands', () => {
  const selectors: { FieldSelectors: Selector[] }[] = trail?.Properties.AdvancedEventSelectors ?? [];
  const ofStreams = selectors
    .map(({ FieldSelectors }) => FieldSelectors)
    .filter((fields) => fields.some(({ Equals = [] }) => Equals.includes('AWS::DynamoDB::Stream')));
  expect(ofStreams).toHaveLength(1);
  for (const { Field, Equals = [], NotEquals = [] } of ofStreams.flat()) {
    if (Field !== 'resources.ARN') continue;
    for (const arn of [...Equals, ...NotEquals])
      expect(resolved(arn)).toMatch(/:table\/[\w.-]+\/stream\/\S+$/);
  }
});

/** All fields of a selector must match; within a field, any including value and no excluding one. */
function isRecorded(event: TrailEvent): boolean {
  const selectors: { FieldSelectors: Selector[] }[] = trail?.Properties.AdvancedEventSelectors ?? [];
  return selectors.some(({ FieldSelectors }) => FieldSelectors.every((field) => isSelected(field, event)));
}

interface Selector {
  Field: string;
  Equals?: unknown[];
  StartsWith?: unknown[];
  NotEquals?: unknown[];
  NotStartsWith?: unknown[];
}

function isSelected({ Field, Equals, StartsWith, NotEquals, NotStartsWith }: Selector, event: TrailEvent) {
  const value = String(valueAt(event, Field) ?? '');
  const equal = (text: unknown) => value === resolved(text);
  const starting = (text: unknown) => value.startsWith(resolved(text));
  const isIncluded = Boolean(Equals?.some(equal) || StartsWith?.some(starting)) || !(Equals || StartsWith);
  return isIncluded && !NotEquals?.some(equal) && !NotStartsWith?.some(starting);
}

const filters = resourcesOf(template, 'AWS::Logs::MetricFilter')
  .filter(([, { Properties }]) => JSON.stringify(Properties.LogGroupName).includes('TrailLogGroup'))
  .map(([, { Properties }]) => ({
    metric: Properties.MetricTransformations[0].MetricName as string,
    matches: (event: TrailEvent) => matchesPattern(resolved(Properties.FilterPattern), event),
  }));

/** The value as CloudFormation would resolve it. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Sub': text, 'Fn::GetAtt': attribute } = value as Record<string, string>;
  if (attribute) return table;
  return String(text)
    .replaceAll(/\$\{MessagesTable(\.Arn)?\}/g, table)
    .replaceAll(/\$\{AWS::(\w+)\}/g, (_, name) => pseudoParameters[name] ?? '');
}

const pseudoParameters: Record<string, string> = {
  Partition: 'aws',
  AccountId: '111111111111',
  Region: region,
};

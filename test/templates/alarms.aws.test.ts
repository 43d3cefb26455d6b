import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { standing } from '../../bench/cost/assumptions.ts';
import { root } from '../../local/settings.ts';
import { firewallTemplate } from '../../services/web/firewall-template.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { matchesPattern } from './filter-pattern.ts';
import { functionKey, readTemplate, readTemplates, resourcesOf, stages, type Template } from './packages.ts';

/** Alarms, their triggers, and the dashboard. */

const templates = await readTemplates();
const alarmsIn = (wanted: string) =>
  templates
    .filter(({ stage }) => stage === wanted)
    .flatMap(({ template }) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    .map(([, { Properties }]) => Properties);

/** The alarm of the firewall's own stack. */
const firewallAlarms = (stage: string) => {
  const template = firewallTemplate({ name: 'cruddur-firewall', stage, readers: [] }) as Template;
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
};

test.each(stages)(
  'every alarm of %s has a row in docs/operations.md, and every row an alarm',
  async (stage) => {
    const document = await readFile(join(root, 'docs/operations.md'), 'utf8');
    const [, section = ''] = document.split('## Alarms');
    const rows = [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => `cruddur-${stage}-${name}`);
    expect(rows.sort()).toEqual(
      [...alarmsIn(stage), ...firewallAlarms(stage)].map(({ AlarmName }) => AlarmName).sort(),
    );
  },
);

test.each(stages)('the cost model counts the metrics of the alarms of %s, which AWS bills', (stage) => {
  const alarms = [...alarmsIn(stage), ...(standing[stage].firewallRules > 0 ? firewallAlarms(stage) : [])];
  const counts = alarms.map(({ Metrics = [{ MetricStat: {} }] }) => Metrics.filter(isMetric).length);
  expect(standing[stage].alarms).toBe(counts.reduce((sum, count) => sum + count, 0));
});

const isMetric = (metric: { MetricStat?: object }) => metric.MetricStat !== undefined;

const functions = templates.flatMap(({ name, template }) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(([, lambda]) => ({
    name: `${name} ${functionKey(lambda)}`,
    template,
    lambda,
  })),
);

test.each(functions)('$name: a call denied by IAM raises denied-call', ({ template, lambda }) => {
  const log = `/aws/lambda/${lambda.Properties.FunctionName}`;
  const [filter] = resourcesOf(template, 'AWS::Logs::MetricFilter')
    .map(([, { Properties }]) => Properties)
    .filter(({ LogGroupName }) => logGroupName(template, LogGroupName.Ref) === log);
  expect(filter?.MetricTransformations).toEqual([
    expect.objectContaining({ MetricName: 'DeniedCall', MetricValue: '1' }),
  ]);
  const matching = [...failures.keys()].filter((kind) =>
    matchesPattern(filter?.FilterPattern, failures.get(kind) as object),
  );
  expect(matching).toEqual(['denied', 'denied beneath']);
});

const logGroupName = (template: Template, id: string) => template.Resources[id]?.Properties.LogGroupName;

/** The lines that the functions themselves would write. */
const failures = new Map(
  Object.entries({
    denied: "Object.assign(new Error(), { name: 'AccessDeniedException' })",
    'denied beneath':
      "new Error('', { cause: Object.assign(new Error(), { name: 'AccessDeniedException' }) })",
    'out of reach': "Object.assign(new Error(), { name: 'TimeoutError' })",
  }).map(([kind, error]) => [kind, logged(`logFailure('x', '1', ${error})`)]),
);
const batch = logged("logBatch({ operation: 'push', records: 2, failed: 1, milliseconds: 1 })") as MetricLine;
const notifications = logged("logNotifications('push', { notified: 1, unnotified: 1 })") as MetricLine;

interface MetricLine {
  pattern: string;
  _aws: { CloudWatchMetrics: [{ Namespace: string; Dimensions: string[][]; Metrics: object[] }] };
}

function logged(statement: string): object {
  const program = `import { logBatch, logFailure, logNotifications, logRequest } from '${join(root, 'shared/log.ts')}'; ${statement};`;
  const env = { ...process.env, CRUDDUR_LOG: '' };
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', env }),
  );
}

test.each(stages)('push-faults of %s counts the records that push reports as failed', async (stage) => {
  const { PushFaults } = (await readTemplate('stream', stage)).Resources;
  const counted = PushFaults?.Properties.Metrics.map(
    ({ MetricStat }: { MetricStat?: { Metric: object } }) => MetricStat?.Metric,
  );
  const [{ Namespace, Dimensions, Metrics }] = batch._aws.CloudWatchMetrics;
  expect(Metrics).toContainEqual({ Name: 'failed', Unit: 'Count' });
  expect(counted).toContainEqual({
    Namespace,
    MetricName: 'failed',
    Dimensions: Dimensions[0]?.map((Name) => ({
      Name,
      Value: Name === 'pattern' ? batch.pattern : { Ref: 'PushLambdaFunction' },
    })),
  });
});

test.each(stages)('notifications-refused of %s counts what push services did not take', async (stage) => {
  const { NotificationsRefused } = (await readTemplate('stream', stage)).Resources;
  const [{ Namespace, Dimensions, Metrics }] = notifications._aws.CloudWatchMetrics;
  expect(Metrics).toContainEqual({ Name: 'unnotified', Unit: 'Count' });
  expect(NotificationsRefused?.Properties).toMatchObject({ Namespace, MetricName: 'unnotified' });
  const names = NotificationsRefused?.Properties.Dimensions.map(({ Name }: { Name: string }) => Name);
  expect(names).toEqual(Dimensions[0]);
});

test.each(stages)('a WebSocket route of %s that fails raises socket-faults', async (stage) => {
  const template = await readTemplate('stream', stage);
  const { SocketFaults } = template.Resources;
  const [, answered, unanswered] = SocketFaults?.Properties.Metrics ?? [];
  const counting = resourcesOf(template, 'AWS::Logs::MetricFilter')
    .map(([, { Properties }]) => Properties)
    .filter(
      ({ MetricTransformations: [{ MetricName }] }) => MetricName === answered.MetricStat.Metric.MetricName,
    );
  const routes = deployedFunctions().filter(({ kind }) => kind === 'socket');
  expect(counting.map(({ LogGroupName }) => logGroupName(template, LogGroupName.Ref)).sort()).toEqual(
    routes.map(({ key }) => `/aws/lambda/cruddur-stream-${stage}-${key}`).sort(),
  );
  for (const { FilterPattern } of counting) {
    const raising = [200, 401, 500, 503].filter((status) => matchesPattern(FilterPattern, request(status)));
    expect(raising).toEqual([500, 503]);
  }
  expect(unanswered.MetricStat.Metric).toMatchObject({
    Dimensions: [{ Name: 'ApiId', Value: { Ref: 'WebsocketsApi' } }],
  });
});

const request = (status: number) =>
  logged(
    `logRequest({ operation: 'x', request_id: '1', status: ${status}, milliseconds: 1, read_units: 0, write_units: 0 })`,
  );

test.each(stages)(
  'requests-refused of %s counts every 429 that the API answers, and nothing else',
  async (stage) => {
    const { RefusedRequestsFilter, HttpApiStage } = (await readTemplate('users', stage)).Resources;
    const { Format = '' } = HttpApiStage?.Properties.AccessLogSettings ?? {};
    const counted = ['200', '403', '429', '503'].filter((status) =>
      matchesPattern(
        RefusedRequestsFilter?.Properties.FilterPattern,
        JSON.parse(Format.replace('$context.status', status)),
      ),
    );
    expect(counted).toEqual(['429']);
    expect(RefusedRequestsFilter?.Properties.LogGroupName).toEqual({ Ref: 'HttpApiLog' });
  },
);

const faultsFilters = [
  ['PreSignUp', 'SignUpFaults'],
  ['SignUp', 'SignUpFaults'],
  ['EraseMe', 'ErasureFaults'],
];

test.each(stages.flatMap((stage) => faultsFilters.map(([name, alarm]) => [stage, name, alarm] as const)))(
  'in %s %sFaultsFilter counts failures, timeouts and crashes, but not refusals, for the alarm %s',
  async (stage, name, alarm = '') => {
    const { [`${name}FaultsFilter`]: filter, [alarm]: raised } = (await readTemplate('users', stage))
      .Resources;
    const [{ MetricName }] = filter?.Properties.MetricTransformations ?? [];
    expect(JSON.stringify(raised?.Properties)).toContain(`"MetricName":"${MetricName}"`);
    const terms = [...String(filter?.Properties.FilterPattern).matchAll(/\?"((?:[^"\\]|\\.)*)"/g)].map(
      ([, term]) => JSON.parse(`"${term}"`),
    );
    const lines = {
      failure: JSON.stringify(failures.get('out of reach')),
      timeout: '2026-11-26T12:00:00.000Z 7c Task timed out after 6.01 seconds',
      crash: 'RequestId: 7c Error: Runtime exited with error: signal: killed',
      answered: JSON.stringify(request(200)),
    };
    const counted = Object.entries(lines).filter(([, line]) => terms.some((term) => line.includes(term)));
    expect(counted.map(([kind]) => kind)).toEqual(['failure', 'timeout', 'crash']);
  },
);

test.each(stages)('the dashboard of %s is valid, and shows the database under its name', async (stage) => {
  const [[, dashboard] = []] = resourcesOf(await readTemplate('stream', stage), 'AWS::CloudWatch::Dashboard');
  const body = dashboard?.Properties.DashboardBody['Fn::Sub'] as string;
  const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics: unknown[][] } }[] };
  const databases = widgets
    .flatMap(({ properties }) => properties.metrics)
    .filter(([namespace]) => namespace === 'AWS/RDS')
    .map((metric) => metric.at(-1));
  const [[, database] = []] = resourcesOf(await readTemplate('users', stage), 'AWS::RDS::DBInstance');
  expect(new Set(databases)).toEqual(new Set([database?.Properties.DBInstanceIdentifier]));
});

test.each(stages)('%s pays for no metric of a single route', async (stage) => {
  const [[, api] = []] = resourcesOf(await readTemplate('users', stage), 'AWS::ApiGatewayV2::Stage');
  expect(api?.Properties.DefaultRouteSettings).toMatchObject({ DetailedMetricsEnabled: false });
});

test.each(stages)(
  '%s: the alarm of a full database waits until storage should have grown by itself',
  async (stage) => {
    const { Database, DatabaseFull } = (await readTemplate('users', stage)).Resources;
    const GROWS_BELOW_SHARE = 0.1;
    const growsBelow = Number(Database?.Properties.AllocatedStorage) * 2 ** 30 * GROWS_BELOW_SHARE;
    expect(DatabaseFull?.Properties.Threshold).toBeLessThan(0.75 * growsBelow);
  },
);

test.each(stages)('%s: few answers raise no alarm of slow ones', async (stage) => {
  const { ApiSlow } = (await readTemplate('users', stage)).Resources;
  expect(ApiSlow?.Properties.EvaluateLowSampleCountPercentile).toBe('ignore');
});

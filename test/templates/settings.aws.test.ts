import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseStreamEvent } from '../../local/event-source-mapping/settings.ts';
import { root } from '../../local/settings.ts';
import {
  functionKey,
  noAccount,
  packageOf,
  type Resource,
  readTemplates,
  resourcesOf,
  type Service,
} from './packages.ts';

/** The settings of the packaged functions, compared with what their code reads and the local cloud runs. */

const run = promisify(execFile);
const templates = (await readTemplates()).filter(({ service }) => service !== 'web');
const local = new Map<Service, Printed>();
for (const service of ['users', 'messaging', 'stream'] as const) local.set(service, await printed(service));

describe.each(templates)('$name', ({ service, stage, template }) => {
  const lambdas = resourcesOf(template, 'AWS::Lambda::Function').map(([, lambda]) => lambda);
  const { functions, provider } = local.get(service) as Printed;

  test('has the handlers and timeouts of the local cloud', () => {
    const deployed = lambdas.map(({ Properties }) => [Properties.FunctionName, Properties]);
    expect(Object.fromEntries(deployed)).toEqual(
      Object.fromEntries(
        Object.entries(functions).map(([key, { handler, timeout = provider.timeout }]) => [
          `cruddur-${service}-${stage}-${key}`,
          expect.objectContaining({ Handler: handler, Timeout: timeout }),
        ]),
      ),
    );
  });

  test('gives each function the settings of the local cloud, without its addresses', () => {
    for (const lambda of lambdas) {
      const { environment = {} } = functions[functionKey(lambda)] ?? {};
      expect(namesOf(lambda)).toEqual(Object.keys(environment).sort());
    }
  });

  test('gives each function exactly the settings that its bundle reads', async () => {
    const read = lambdas.map(async (lambda) => {
      const names = await settingsInBundle(join(packageOf(service, stage), `${functionKey(lambda)}.zip`));
      // Node itself reads the last, for the database's certificate.
      const all = names.includes('POSTGRES_URL') ? [...names, 'NODE_EXTRA_CA_CERTS'] : names;
      return [functionKey(lambda), all.sort()];
    });
    expect(lambdas.map((lambda) => [functionKey(lambda), namesOf(lambda)])).toEqual(await Promise.all(read));
  });

  test('has the mappings that the local cloud runs', () => {
    for (const [key, { events = [] }] of Object.entries(functions)) {
      for (const { stream } of events) if (stream) expectMapping(mappingOf(key), stream);
    }
  });

  const mappingOf = (key: string) =>
    resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(([id]) =>
      id.toLowerCase().startsWith(key.toLowerCase()),
    )?.[1];
});

/** Checks that the deployed mapping has the settings that the local mapping reads from the same event. */
function expectMapping(mapping: Resource | undefined, stream: Record<string, unknown>): void {
  const settings = parseStreamEvent(stream);
  expect(mapping?.Properties).toMatchObject({
    Enabled: settings.enabled,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.batchWindow,
    StartingPosition: settings.startingPosition,
    ParallelizationFactor: settings.parallelizationFactor,
    BisectBatchOnFunctionError: settings.bisectBatchOnFunctionError,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: settings.maximumRecordAgeInSeconds,
    FunctionResponseTypes: settings.reportBatchItemFailures ? ['ReportBatchItemFailures'] : undefined,
  });
  const patterns = mapping?.Properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
    JSON.parse(Pattern),
  );
  expect(patterns).toEqual(stream.filterPatterns);
  expect(Boolean(mapping?.Properties.DestinationConfig)).toBe(settings.onFailure !== undefined);
}

const namesOf = ({ Properties }: Resource) => Object.keys(Properties.Environment?.Variables ?? {}).sort();

/** The required settings of a function, from `shared/config.ts`; Lambda itself sets `AWS_…`. */
async function settingsInBundle(zip: string): Promise<string[]> {
  const print =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(*[z.read(n) for n in z.namelist()])';
  const { stdout } = await run('python3', ['-c', print, zip], { maxBuffer: 64 * 1024 * 1024 });
  const names = [...stdout.matchAll(/\b([A-Z][A-Z_]+):"required"/g)].map(([, name]) => name as string);
  return [...new Set(names)].filter((name) => !name.startsWith('AWS_'));
}

interface Printed {
  provider: { timeout: number };
  functions: Record<
    string,
    {
      handler: string;
      timeout?: number;
      environment?: Record<string, unknown>;
      events?: { stream?: Record<string, unknown> }[];
    }
  >;
}

async function printed(service: Service): Promise<Printed> {
  const { stdout } = await run('sls', ['print', '--stage', 'local', '--format', 'json'], {
    cwd: join(root, 'services', service),
    env: noAccount(),
  });
  return JSON.parse(stdout);
}

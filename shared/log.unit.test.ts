import { spawnSync } from 'node:child_process';

/** The log output of a child process: the logger bypasses any stub in the test process. */
function logged(statement: string): Record<string, unknown>[] {
  const program = `import * as log from '${new URL('./log.ts', import.meta.url)}';\n${statement}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  const lines = `${stderr}${stdout}`.trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

test('a failure logs its place, never the error message', () => {
  const [line] = logged(`
    const cause = Object.assign(new TypeError('the token'), { code: 'ECONNREFUSED' });
    log.logFailure('sendMessage', 'id-1', Object.assign(new Error('the text', { cause }), { body: 'the text' }));`);
  expect(line).toMatchObject({
    message: 'failure',
    operation: 'sendMessage',
    id: 'id-1',
    error_name: 'Error',
    frames: expect.arrayContaining([expect.stringMatching(/^\s+at /)]),
    caused_by: { error_name: 'TypeError', error_code: 'ECONNREFUSED' },
  });
  expect(JSON.stringify(line)).not.toMatch(/the text|the token/);
});

test('an error message that looks like a stack frame is not logged', () => {
  const [line] = logged("log.logFailure('sendMessage', 'id-1', new Error('no JSON: {\\n    at the text'));");
  expect(line?.frames).toEqual(expect.arrayContaining([expect.stringMatching(/^\s+at /)]));
  expect(JSON.stringify(line)).not.toContain('the text');
});

test('a thrown non-error is logged by its type only', () => {
  const [line] = logged("log.logFailure('sendMessage', 'id-1', 'the text');");
  expect(line).toMatchObject({ error_type: 'string' });
  expect(JSON.stringify(line)).not.toContain('the text');
});

test('a 5xx is logged as an error, a 4xx is not', () => {
  const request = (status: number) =>
    `log.logRequest({ operation: 'getMe', request_id: 'r', status: ${status}, milliseconds: 1, read_units: 0, write_units: 0 });`;
  expect(logged(request(503) + request(404)).map(({ level }) => level)).toEqual(['ERROR', 'INFO']);
});

test('the numbers of a line are metrics of its pattern, in the embedded metric format', () => {
  const [request, batch] = logged(`
    const numbers = { milliseconds: 4.5, read_units: 1, write_units: 4 };
    log.logRequest({ operation: 'sendMessage', pattern: 'first', request_id: 'r', status: 200, ...numbers });
    log.logBatch({ operation: 'project', records: 2, failed: 0, ...numbers });`);
  expect(metricsOf(request)).toEqual({
    'first milliseconds Milliseconds': 4.5,
    'first read_units Count': 1,
    'first write_units Count': 4,
  });
  expect(metricsOf(batch)).toEqual({
    'project milliseconds Milliseconds': 4.5,
    'project read_units Count': 1,
    'project write_units Count': 4,
    'project records Count': 2,
    'project failed Count': 0,
  });
});

/** The metrics that CloudWatch would extract from a line, by pattern, name and unit. */
function metricsOf(line: Record<string, unknown> = {}): Record<string, unknown> {
  const { Timestamp, CloudWatchMetrics } = line._aws as EmbeddedMetrics;
  expect(Math.abs(Date.now() - Timestamp)).toBeLessThan(60_000);
  const [{ Namespace, Dimensions, Metrics }] = CloudWatchMetrics;
  expect({ Namespace, Dimensions }).toEqual({
    Namespace: 'Cruddur',
    Dimensions: [['function_name', 'pattern']],
  });
  expect(line.function_name).toBe('local');
  return Object.fromEntries(Metrics.map(({ Name, Unit }) => [`${line.pattern} ${Name} ${Unit}`, line[Name]]));
}

interface EmbeddedMetrics {
  Timestamp: number;
  CloudWatchMetrics: [
    { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] },
  ];
}

test('a line has its trace id and timestamp', () => {
  const [line] = logged(
    "process.env._X_AMZN_TRACE_ID = 'Root=1-5f;Parent=2;Sampled=1'; log.logFailure('a', 'b', 'c');",
  );
  expect(line).toMatchObject({ service: 'cruddur', xray_trace_id: '1-5f' });
  expect(Math.abs(Date.now() - Date.parse(String(line?.timestamp)))).toBeLessThan(60_000);
});

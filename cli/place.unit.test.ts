import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf } from '../local/process-identity.ts';
import { defaultPorts, hint } from '../local/settings.ts';
import { cruddur } from '../test/cruddur.ts';
import { localAddresses, otherCloud, placeOf } from './place.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-place-'));
afterAll(() => rmSync(data, { recursive: true }));

/** The state file of a cloud that runs as long as this process. */
function runningCloud(ports: Partial<typeof defaultPorts>): string {
  const folder = join(data, 'running');
  mkdirSync(folder, { recursive: true });
  const supervisor = { pid: process.pid, identity: identityOf(process.pid) };
  const all = { ...defaultPorts, ...ports };
  const dynamodbEndpoint = `http://127.0.0.1:${all.dynamodb}`;
  writeFileSync(
    join(folder, 'cloud.json'),
    JSON.stringify({ supervisor, ports: all, dynamodbEndpoint, parts: [] }),
  );
  return folder;
}

test('--data finds the ports of a running cloud and uses its stores', () => {
  const folder = runningCloud({ postgres: 24_501, dynamodb: 24_502, cognito: 24_503 });
  const place = placeOf({ data: folder });
  const addresses = localAddresses(place);
  expect(new URL(addresses.postgresUrl).port).toBe('24501');
  expect(addresses).toMatchObject({
    dynamodbEndpoint: 'http://127.0.0.1:24502',
    cognitoEndpoint: 'http://127.0.0.1:24503',
  });
  expect(otherCloud(place)).toBeUndefined();
});

test('a stopped cloud has no ports: another cloud may use the default ones', () => {
  const place = placeOf({ data: join(data, 'none') });
  expect(() => localAddresses(place)).toThrow(
    `No local cloud is running with its data in ${join(data, 'none')}.`,
  );
});

test('without --data and a running cloud, the default ports count as another cloud and need confirmation', () => {
  const place = { ...placeOf({}), isRunning: false, overriding: {} };
  expect(otherCloud(place)).toBe('127.0.0.1:8010, 127.0.0.1:5442');
});

test('a hint names the data folder unless it is the default', () => {
  expect(hint({ data: '/elsewhere' }, 'local down')).toBe('bin/cruddur local down --data /elsewhere');
  expect(hint(placeOf({}).local, 'local down')).toBe('bin/cruddur local down');
});

test('a command on the ports of a running cloud goes nowhere else', async () => {
  const folder = runningCloud({ dynamodb: 9 });
  const { status, stderr } = await cruddur(['ddb', 'list-tables', '--data', folder]);
  expect(status).toBe(1);
  expect(stderr).toContain(
    `Nothing answers at 127.0.0.1:9. Is the local cloud running (bin/cruddur local up --data ${folder})?`,
  );
});

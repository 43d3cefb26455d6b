import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadSchema } from '../cli/table/load-schema.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { connectTable, dynamodbClient, tableName } from '../shared/dynamo/client.ts';
import { createStranger } from '../test/accounts.ts';
import { until } from '../test/browser/until.ts';
import { call } from '../test/call.ts';
import { ensureKeys } from './keys.ts';

const DISK_SIZE = '12m';

/** An engine whose disk is a tmpfs in a mount namespace of its own; needs root or user namespaces, as its isolation does. */
function openDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-full-'));
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const keys = ensureKeys(folder);
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    'unshare',
    [
      ...(isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount']),
      ...['sh', '-c', `mount -t tmpfs -o size=${DISK_SIZE} tmpfs "$2" && exec "$0" "$3" "$1" "$2"`],
      ...[process.execPath, folder, disk, join(import.meta.dirname, '../test/full-disk.ts')],
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    accessKeyId: keys.accessKeyId,
    async do(command: 'start' | 'fill' | 'free'): Promise<string> {
      child.stdin.write(`${command}\n`);
      return JSON.parse(String((await lines.next()).value));
    },
    async close() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

let disk: ReturnType<typeof openDisk>;
beforeEach(() => {
  disk = openDisk();
});
afterEach(() => disk.close());

test('while the disk is full, sends answer 503 and reads go on; afterwards nothing acknowledged is lost or doubled', async () => {
  const endpoint = await disk.do('start');
  const place = { endpoint, accessKeyId: disk.accessKeyId };
  await loadSchema(dynamodbClient(place), tableName);
  connectTable({ ...place, tableName });
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  let count = 0;
  const acknowledged: string[] = [];
  const send = async (message: string) => {
    const headers = { 'idempotency-key': message.slice(0, 20) };
    const answer = await call(sendMessage, 'sendMessage', {
      as: ann,
      headers,
      body: { message, handle: ben.handle },
    });
    if (answer.status === 200) acknowledged.push(message);
    return answer;
  };
  const nextText = () => `${String(count++).padStart(20, '0')}${'x'.repeat(900)}`;
  const { body } = await send(nextText());
  const { message_group_uuid } = body;

  await disk.do('fill');
  const refused = await until(async () => {
    const message = nextText();
    const answer = await send(message);
    return answer.status !== 200 && { message, answer };
  });
  expect(refused.answer).toMatchObject({ status: 503, errors: ['store_unavailable'] });
  const page = () =>
    call(listMessages, 'listMessages', { as: ben, params: { message_group_uuid }, query: { limit: '100' } });
  expect((await page()).status).toBe(200);
  expect((await call(listMessageGroups, 'listMessageGroups', { as: ben })).status).toBe(200);

  await disk.do('free');
  await until(async () => (await send(refused.message)).status === 200);
  const texts = (await page()).body.map(({ message }) => message);
  const newest = [...new Set(acknowledged)].sort().slice(-100);
  expect(texts.toSorted()).toEqual(newest);
}, 120_000);

test('a start on a full disk says so', async () => {
  await disk.do('fill');
  expect(await disk.do('start')).toMatch(
    /^dynamodb: the disk is full; free some space, or choose another folder/,
  );
}, 120_000);

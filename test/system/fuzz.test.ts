import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import * as fc from 'fast-check';
import { createMessageKey } from '../../client/message-key.ts';
import { operations } from '../../shared/contract/operations.ts';
import type { OperationName } from '../../shared/contract/routes.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { createPerson, type Person } from '../accounts.ts';
import { type Call, call } from '../call.ts';
import { storeText } from '../conversations.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { connectEvent, messageEvent } from '../socket-events.ts';
import { allItems } from '../table.ts';

/** Before the first import of a handler: logs every line, and reads it here instead of printing it. */
Object.assign(process.env, { CRUDDUR_LOG: 'on' });
const lines: string[] = [];
const output = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
  lines.push(String(line));
  return true;
});
afterAll(() => output.mockRestore());

const handlers: Record<string, never> = {};
for (const { kind, key, file } of deployedFunctions())
  if (kind === 'operation') handlers[key] = (await import(`../../${file}`)).handler as never;
const { handler: connect } = await import('../../services/stream/connect.ts');
const { handler: receive } = await import('../../services/stream/default.ts');

const { CRUDDUR_FUZZ: cases = '1500', CRUDDUR_SEED: seed, CRUDDUR_PATH: path } = process.env;

let ann: Person;
let ben: Person;
let group: string;
let cursor: string;
const acknowledged = new Set<string>();

beforeAll(async () => {
  [ann, ben] = await Promise.all([createPerson('fuzzy_ann'), createPerson('fuzzy_ben')]);
  cursor = await storeText(ann, ben, 'hello', Date.now() - 60_000);
  acknowledged.add(cursor.slice(25));
  const { messageGroupUuid } = await import('../../shared/dynamo/keys.ts');
  group = messageGroupUuid(ann.uuid, ben.uuid);
});

/** A part of every sent text, so that a log can be searched for it. */
const SECRET = 'sesame7c1f';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 1100 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '😀'.repeat(1025),
    "'; drop table users; --",
    '__proto__',
    '../../shared',
  ),
);
const nearCursor = fc.oneof(
  fc.constant('CURSOR'),
  anyText,
  fc
    .tuple(fc.date({ noInvalidDate: true }), fc.uuid())
    .map(([date, uuid]) => `${date.toISOString()}#${uuid}`),
  fc.constantFrom(
    '2026-02-30T00:00:00.000Z#00000000-0000-4000-8000-000000000000',
    '2026-19-39T29:59:59.999Z#00000000-0000-4000-8000-000000000000',
    '9999-12-31T23:59:59.999Z#ffffffff-ffff-ffff-ffff-ffffffffffff',
  ),
);
const nearUuid = fc.oneof(fc.constantFrom('GROUP', 'MESSAGE'), fc.uuid(), anyText);
const anyValue = fc.oneof(
  anyText,
  nearUuid,
  nearCursor,
  fc.jsonValue(),
  fc.constantFrom(null, 0, -1, true, [], {}),
);
const value = { text: anyText, uuid: nearUuid, cursor: nearCursor };

/** Valid except for at most one field, so that many requests get past validation. */
const NearlyRight = fc.record(
  {
    message: anyText,
    handle: fc.constantFrom('fuzzy_ben', '@Fuzzy_Ben'),
    message_group_uuid: fc.constantFrom('GROUP', null),
    reply_to: fc.constantFrom('MESSAGE', null),
    cursor: nearCursor,
    private: fc.boolean(),
    list: fc.constantFrom('inbox', 'archived', 'pinned', null),
    pinned: fc.constantFrom(true, false, null),
    muted_until: fc.oneof(anyText, fc.constantFrom('NOW', null)),
    cleared: fc.constantFrom(true, null),
    display_name: anyText,
    who_may_write: fc.constantFrom('everyone', 'requests', 'nobody', null),
  },
  { requiredKeys: ['message', 'handle', 'cursor', 'display_name'] },
);
const Body = fc.oneof(
  { weight: 4, arbitrary: NearlyRight },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        message: fc.oneof(anyText, anyValue),
        handle: fc.oneof(fc.constantFrom('fuzzy_ben', '@Fuzzy_Ben', 'fuzzy_ann', 'nobody'), anyValue),
        message_group_uuid: fc.oneof(nearUuid, anyValue),
        cursor: fc.oneof(nearCursor, anyValue),
        display_name: fc.oneof(anyText, anyValue),
        who_may_write: anyValue,
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: anyText.map((text) => `{"message":"${SECRET}${text}`) },
);
const Headers = fc.record(
  {
    'idempotency-key': fc.oneof(
      anyText,
      fc.string({ minLength: 1, maxLength: 260 }),
      fc.uuid({ version: 7 }),
      fc.integer({ min: -3_000, max: 3_000 }).map((ahead) => createMessageKey(Date.now() + ahead)),
    ),
    'content-type': fc.oneof(fc.constantFrom('application/json', 'text/plain', ''), anyText),
    authorization: fc.oneof(fc.constantFrom('Bearer', 'Bearer x.y.z', 'Basic abc'), anyText),
    origin: anyText,
  },
  { requiredKeys: [] },
);
const Case = fc.record({
  name: fc.constantFrom(...(Object.keys(operations) as OperationName[])),
  signedIn: fc.boolean(),
  params: fc.dictionary(
    fc.constantFrom('message_group_uuid', 'message_uuid', 'handle', 'user_uuid', 'emoji'),
    fc.oneof(value.uuid, value.text, fc.constantFrom('👍', '❤️', '👍🏽', '👍👍')),
  ),
  query: fc.dictionary(
    fc.constantFrom('limit', 'cursor', 'before', 'after', 'since', 'unread', 'list', 'pinned', 'q'),
    fc.oneof(
      value.cursor,
      value.text,
      fc.constantFrom('NOW', '1', '100', '101', '-1', '1e2', 'true', 'inbox', 'archived', 'pinned'),
    ),
  ),
  headers: fc.oneof({ weight: 2, arbitrary: fc.constant({} as Partial<Record<string, string>>) }, Headers),
  body: Body,
  frame: anyText,
});
type Case = typeof Case extends fc.Arbitrary<infer C> ? C : never;

/** Replaces placeholders with values known only at run time, and marks every text. */
function real(part: unknown): unknown {
  if (part === 'GROUP') return group;
  if (part === 'CURSOR') return cursor;
  if (part === 'MESSAGE') return cursor.slice(25);
  if (part === 'NOW') return new Date().toISOString();
  if (Array.isArray(part)) return part.map(real);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, real(inner)]));
}

async function tryCase({ name, signedIn, params, query, headers, body, frame }: Case): Promise<void> {
  lines.length = 0;
  const { authorization, ...rest } = headers;
  const sent = real({
    params,
    query,
    headers: signedIn ? rest : headers,
    body: marked(body),
    ...(signedIn && { as: ann }),
  }) as Call;
  const answer = await call(handlers[name] as never, name, sent);
  if (name === 'sendMessage' && answer.status === 200)
    acknowledged.add((answer.body as { uuid: string }).uuid);
  const token = `${SECRET}.${frame}`;
  const socket = await connect(connectEvent(randomUUID(), ['cruddur.v1', token]));
  const ignored = await receive(messageEvent(randomUUID(), `${SECRET}${frame}`));
  expect([answer.status, socket.statusCode, ignored.statusCode]).not.toContain(500);
  expect([401, 503]).toContain(socket.statusCode);
  const log = lines.join('\n');
  expect(log.includes(SECRET) || log.includes(ann.token)).toBe(false);
}

function marked(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { message, ...rest } = body as { message?: unknown };
  return typeof message === 'string' && message.length < 900
    ? { ...rest, message: `${SECRET}${message}` }
    : body;
}

test(`${cases} random requests and frames: no 500, no text in the log, nothing refused is stored`, async () => {
  const started = Date.now();
  const chosen = seed === undefined ? Date.now() % 2 ** 31 : Number(seed);
  await fc.assert(fc.asyncProperty(Case, tryCase), {
    numRuns: Number(cases),
    seed: chosen,
    ...(path && { path }),
  });
  const items = await allItems();
  const stored = items.filter((item) => String(item.pk).startsWith('MSG#') && !isPointer(item));
  expect(stored.filter(({ message_uuid }) => !acknowledged.has(String(message_uuid)))).toEqual([]);
  const kinds = new Set(items.map(({ pk }) => String(pk).slice(0, 4)));
  // Edits leave earlier texts, sends receipts, renames a job; nothing else leaves anything.
  expect(['EDT#', 'GRP#', 'JOB#', 'MSG#', 'SND#']).toEqual(expect.arrayContaining([...kinds]));
  process.stdout.write(
    `fuzz: ${cases} cases, seed ${chosen}, ${stored.length} sends accepted, 0 violations, ${Math.round((Date.now() - started) / 1000)} s\n`,
  );
}, 14_400_000);

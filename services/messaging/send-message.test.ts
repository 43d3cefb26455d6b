import { randomUUID } from 'node:crypto';
import { createMessageKey } from '../../client/message-key.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { timeOfUuid } from '../../shared/dynamo/places.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import { createAccount, createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { installClocks, removeClocks, withClock } from '../../test/clocks.ts';
import { allItems } from '../../test/table.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as sendMessage } from './send-message.ts';

beforeAll(installClocks);
afterAll(removeClocks);

const send = (as: Pick<Person, 'token'>, body: unknown, key?: string) =>
  call(sendMessage, 'sendMessage', {
    as,
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });

async function conversation(): Promise<{ ann: Person; ben: Person; message_group_uuid: string }> {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const { body } = await send(ann, { message: 'Hello', handle: ben.handle });
  return { ann, ben, message_group_uuid: body.message_group_uuid };
}

async function textsOf(reader: Person, message_group_uuid: string): Promise<string[]> {
  const { body } = await call(listMessages, 'listMessages', {
    as: reader,
    params: { message_group_uuid },
    query: { limit: '100' },
  });
  return body.map(({ message }) => message);
}

describe('the first message to a person', () => {
  test('creates the message group for both members', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const sent = await send(ann, { message: 'Hello', handle: ben.handle });
    expect(sent).toMatchObject({
      status: 200,
      body: { message: 'Hello', handle: ann.handle, display_name: ann.display_name, user_uuid: ann.uuid },
    });
    const lists = await Promise.all(
      [ann, ben].map((as) => call(listMessageGroups, 'listMessageGroups', { as })),
    );
    const { message_group_uuid: uuid, created_at } = sent.body;
    expect(lists.map(({ body }) => body)).toEqual([
      [{ uuid, ...named(ben), message: 'Hello', message_mine: true, created_at, unread_count: 0 }],
      [{ uuid, ...named(ann), message: 'Hello', created_at, unread_count: 1 }],
    ]);
  });

  test('sent concurrently by both makes one message group with both messages', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const [one, other] = await Promise.all([
      send(ann, { message: 'from ann', handle: ben.handle }),
      send(ben, { message: 'from ben', handle: ann.handle }),
    ]);
    expect(one.body.message_group_uuid).toBe(other.body.message_group_uuid);
    expect((await textsOf(ann, one.body.message_group_uuid)).sort()).toEqual(['from ann', 'from ben']);
    expect((await call(listMessageGroups, 'listMessageGroups', { as: ben })).body).toHaveLength(1);
  });

  test('finds the receiver by handle in any case, with or without @', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    for (const handle of [ben.handle.toUpperCase(), `@${ben.handle}`]) {
      const { status, body } = await send(ann, { message: 'Again', handle });
      expect({ status, message_group_uuid: body.message_group_uuid }).toEqual({
        status: 200,
        message_group_uuid,
      });
    }
    expect(await textsOf(ben, message_group_uuid)).toEqual(['Hello', 'Again', 'Again']);
  });
});

describe('a message in a message group', () => {
  test('goes to the group even if a handle is given too', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    const stranger = await createStranger();
    const { body } = await send(ben, { message: 'Hi', message_group_uuid, handle: stranger.handle });
    expect(body.message_group_uuid).toBe(message_group_uuid);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Hi']);
  });

  test('accepts the message group uuid in upper case', async () => {
    const { ann, message_group_uuid } = await conversation();
    const { status } = await send(ann, {
      message: 'Hi',
      message_group_uuid: message_group_uuid.toUpperCase(),
    });
    expect(status).toBe(200);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Hi']);
  });

  test('20 concurrent sends are each stored once', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
    const answers = await Promise.all(
      texts.map((message, n) => send(n % 2 ? ann : ben, { message, message_group_uuid }, `key ${n}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 200));
    expect((await textsOf(ann, message_group_uuid)).sort()).toEqual(['Hello', ...texts].sort());
  });
});

describe('an idempotency key', () => {
  test('in 20 concurrent sends stores one message and gets the same answer each time', async () => {
    const { ann, message_group_uuid } = await conversation();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(ann, { message: 'Once', message_group_uuid }, 'the key')),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Once']);
  });

  test('makes the first message to a person idempotent too, also in 20 concurrent sends', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(ann, { message: 'Once', handle: ben.handle }, 'first')),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    const message_group_uuid = answers[0]?.body.message_group_uuid ?? '';
    expect(await textsOf(ben, message_group_uuid)).toEqual(['Once']);
  });

  test('shows a name changed meanwhile when the first message is retried', async () => {
    const [ann, ben, key] = [await createStranger(), await createStranger(), randomUUID()];
    const body = { message: 'Hello', handle: ben.handle };
    await send(ann, body, key);
    // A rename whose function died before it looked for rows.
    await updateProfile(ben.sub, { display_name: 'Ben the Second' });
    expect((await send(ann, body, key)).status).toBe(200);
    const list = await call(listMessageGroups, 'listMessageGroups', { as: ann });
    expect(list.body).toMatchObject([{ handle: ben.handle, display_name: 'Ben the Second' }]);
  });

  test('returns the stored message after later sends', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    const first = await send(ann, { message: 'First', message_group_uuid }, 'k');
    await send(ben, { message: 'Second', message_group_uuid }, 'k');
    expect((await send(ann, { message: 'First', message_group_uuid }, 'k')).body).toEqual(first.body);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'First', 'Second']);
  });

  test('belongs to one user', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    const answers = [
      await send(ann, { message: 'Mine', message_group_uuid }, 'same'),
      await send(ben, { message: 'Mine', message_group_uuid }, 'same'),
    ];
    expect(answers.map(({ body }) => body.user_uuid)).toEqual([ann.uuid, ben.uuid]);
  });

  test.each([
    ['text', { message: 'Other' }],
    ['receiver', { message_group_uuid: undefined, handle: 'receiver' }],
  ])('reused for another %s is refused and stores nothing', async (_, change) => {
    const { ann, ben, message_group_uuid } = await conversation();
    const request = { message: 'One', message_group_uuid };
    await send(ann, request, 'k');
    const before = await allItems();
    const handle = 'handle' in change ? { handle: ben.handle } : {};
    const refused = await send(ann, { ...request, ...change, ...handle }, 'k');
    expect(refused).toMatchObject({ status: 422, errors: ['idempotency_key_reused'] });
    expect(await allItems()).toEqual(before);
  });
});

describe('a UUIDv7 as the idempotency key', () => {
  const seconds = (ahead: number) => createMessageKey(Date.now() + ahead * 1000);

  test('becomes the message uuid, and its time orders the message', async () => {
    const { ann, message_group_uuid } = await conversation();
    const key = seconds(0.5);
    const { body } = await send(ann, { message: 'Hi', message_group_uuid }, key.toUpperCase());
    expect(body).toMatchObject({ uuid: key, created_at: timeOfUuid(key) });
    const again = await send(ann, { message: 'Hi', message_group_uuid }, key);
    expect(again.body).toEqual(body);
  });

  test.each<[string, () => string]>([
    ['3 s old', () => seconds(-3)],
    ['3 s ahead', () => seconds(3)],
    ['of the year 1970', () => createMessageKey(0)],
    ['of the year 2100', () => createMessageKey(Date.parse('2100-01-01'))],
    ['of the year 9999', () => createMessageKey(Date.parse('9999-12-31T23:59:59.999Z'))],
    ['beyond the years that a cursor can write', () => 'ffffffff-ffff-7fff-bfff-ffffffffffff'],
  ])('that is %s orders the message by the current time and stores it once', async (_, makeKey) => {
    const { ann, message_group_uuid } = await conversation();
    const [key, body, started] = [makeKey(), { message: 'Hi', message_group_uuid }, Date.now()];
    const sent = await send(ann, body, key);
    const time = Date.parse(sent.body.created_at);
    expect(time).toBeGreaterThanOrEqual(started);
    expect(time).toBeLessThanOrEqual(Date.now());
    expect(timeOfUuid(sent.body.uuid)).toBe(sent.body.created_at);
    expect((await send(ann, body, key)).body).toEqual(sent.body);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Hi']);
  });

  test('sent 20 times at once, half of them late, stores one message and gets the same answer each time', async () => {
    const { ann, message_group_uuid } = await conversation();
    const [key, body] = [seconds(0), { message: 'Once', message_group_uuid }];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => withClock(n % 2 ? 0 : 5_000, () => send(ann, body, key))),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Once']);
  });

  test('means one send, whether to the group or to the person', async () => {
    const { ann, ben, message_group_uuid } = await conversation();
    const key = seconds(0);
    const first = await send(ann, { message: 'Hi', handle: ben.handle }, key);
    expect((await send(ann, { message: 'Hi', message_group_uuid }, key)).body).toEqual(first.body);
  });

  test('is scoped to its message group', async () => {
    const { ann, message_group_uuid } = await conversation();
    const key = seconds(0);
    await send(ann, { message: 'Hi', message_group_uuid }, key);
    const elsewhere = await createStranger();
    await send(ann, { message: 'Hi', handle: elsewhere.handle }, key);
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'Hi']);
    expect(await textsOf(elsewhere, messageGroupUuid(ann.uuid, elsewhere.uuid))).toEqual(['Hi']);
  });

  test.each([
    ['in time', 0],
    ['late', -10],
  ])('used %s is refused with another text or receiver', async (_, ahead) => {
    const { ann, ben, message_group_uuid } = await conversation();
    const key = seconds(ahead);
    await send(ann, { message: 'Hi', message_group_uuid }, key);
    const before = await allItems();
    const refused = { status: 422, errors: ['idempotency_key_reused'] };
    for (const clock of [0, 60_000]) {
      await withClock(clock, async () => {
        expect(await send(ann, { message: 'Hi!', message_group_uuid }, key)).toMatchObject(refused);
        expect(await send(ben, { message: 'Hi', message_group_uuid }, key)).toMatchObject(refused);
      });
    }
    expect(await allItems()).toEqual(before);
  });
});

describe('with clock skew between functions', () => {
  const keyAfter = ({ created_at }: { created_at: string }) =>
    createMessageKey(Math.max(Date.now(), Date.parse(created_at) + 1));

  test.each([5_000, -5_000])(
    'a reply sorts after what its sender has seen, with a clock skew of %i ms',
    async (clock) => {
      const { ann, ben, message_group_uuid } = await conversation();
      const asked = await withClock(-clock, () =>
        send(ben, { message: 'What?', message_group_uuid }, createMessageKey(Date.now())),
      );
      // The rows do not have the question yet.
      const answered = await withClock(clock, () =>
        send(ann, { message: 'That.', message_group_uuid }, keyAfter(asked.body)),
      );
      expect(answered.body.cursor > asked.body.cursor).toBe(true);
      expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'What?', 'That.']);
    },
  );

  test.each<[string, () => string | undefined]>([
    ['no key', () => undefined],
    ['another key', () => 'key'],
    ['a UUIDv7', () => createMessageKey(Date.now())],
  ])("a message with %s sorts after the newest one in its sender's row", async (_, makeKey) => {
    const { ann, ben, message_group_uuid } = await conversation();
    await withClock(5_000, () => send(ben, { message: 'What?', message_group_uuid }));
    await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
    await withClock(-5_000, () => send(ann, { message: 'That.', message_group_uuid }, makeKey()));
    expect(await textsOf(ann, message_group_uuid)).toEqual(['Hello', 'What?', 'That.']);
  });
});

describe('a text', () => {
  test.each([
    ['1024 emoji', '😀'.repeat(1024)],
    ['line breaks and tabs', 'a\n\n\tb'],
    ['a letter among invisible ones', '\u200b\u2060a\u3164'],
    ['combining marks, composed and decomposed', 'e\u0301 \u00e9'],
    ['right-to-left text and overrides', '\u202eשלום\u202c مرحبا'],
    ['markup', '<script>alert("x")</script> & <b>\\n'],
    ['joined emoji', '👩‍👩‍👧‍👦 🏳️‍🌈'],
    ['white space around it', '  two\n lines\t '],
  ])('of %s is stored and returned byte for byte', async (_, message) => {
    const { ann, ben, message_group_uuid } = await conversation();
    const sent = await send(ann, { message, message_group_uuid });
    expect(Buffer.from(sent.body.message)).toEqual(Buffer.from(message));
    expect(Buffer.from((await textsOf(ben, message_group_uuid))[1] ?? '')).toEqual(Buffer.from(message));
  });
});

describe('a refused send stores nothing', () => {
  const group = '00000000-0000-4000-8000-000000000000';
  test.each<[unknown, number, string]>([
    [{ handle: 'londo' }, 422, 'message_blank'],
    [{ message: null, handle: 'londo' }, 422, 'message_blank'],
    [{ message: '', handle: 'londo' }, 422, 'message_blank'],
    [{ message: ' \n\t\u00a0\u2003', handle: 'londo' }, 422, 'message_blank'],
    [{ message: 7, handle: 'londo' }, 422, 'message_invalid'],
    [{ message: ['a'], handle: 'londo' }, 422, 'message_invalid'],
    [{ message: '\ud83d', handle: 'londo' }, 422, 'message_invalid'],
    [{ message: '\u200b', handle: 'londo' }, 422, 'message_blank'],
    [{ message: '\u3164\u2800\ufe0f\n', handle: 'londo' }, 422, 'message_blank'],
    [{ message: 'a\u0000b', handle: 'londo' }, 422, 'message_invalid'],
    [{ message: '\u001b[2Ka', handle: 'londo' }, 422, 'message_invalid'],
    [{ message: 'a\rb', handle: 'londo' }, 422, 'message_invalid'],
    [{ message: 'a\u009b31mb', handle: 'londo' }, 422, 'message_invalid'],
    [{ message: 'a' }, 422, 'user_receiver_handle_blank'],
    [{ message: 'a', handle: null }, 422, 'user_receiver_handle_blank'],
    [{ message: 'a', handle: '  ' }, 422, 'user_receiver_handle_blank'],
    [{ message: 'a', handle: 5 }, 422, 'handle_invalid'],
    [{ message: 'a', handle: 'nobody_has_this' }, 404, 'user_receiver_not_found'],
    [{ message: 'a', handle: 'nul\u0000' }, 404, 'user_receiver_not_found'],
    [{ message: 'a', message_group_uuid: '' }, 422, 'message_group_uuid_blank'],
    [{ message: 'a', message_group_uuid: 5 }, 422, 'message_group_uuid_invalid'],
    [{ message: 'a', message_group_uuid: 'not-a-uuid' }, 400, 'malformed_uuid'],
    [{ message: 'a', message_group_uuid: group }, 404, 'message_group_not_found'],
    [['a'], 422, 'body_invalid'],
    ['null', 422, 'body_invalid'],
    ['"text"', 422, 'body_invalid'],
    ['{"message":', 400, 'malformed_json'],
    ['', 400, 'malformed_json'],
  ])('%j: %i %s', async (body, status, code) => {
    const ann = await createStranger();
    const before = await allItems();
    expect(await send(ann, body, randomUUID())).toMatchObject({
      status,
      errors: expect.arrayContaining([code]),
    });
    expect(await allItems()).toEqual(before);
  });

  test.each<[string, unknown, number, string]>([
    ['1025 emoji', { message: '😀'.repeat(1025), handle: 'londo' }, 422, 'message_exceed_max_chars'],
    ['a very long handle', { message: 'a', handle: 'x'.repeat(5000) }, 404, 'user_receiver_not_found'],
  ])('%s', async (_, body, status, code) => {
    const ann = await createStranger();
    const before = await allItems();
    expect(await send(ann, body)).toMatchObject({ status, errors: [code] });
    expect(await allItems()).toEqual(before);
  });

  test('to oneself', async () => {
    const ann = await createStranger();
    expect(await send(ann, { message: 'a', handle: ann.handle })).toMatchObject({
      status: 422,
      errors: ['user_receiver_is_sender'],
    });
  });

  test("in other people's message group: 404, as if it did not exist", async () => {
    const { message_group_uuid } = await conversation();
    const third = await createStranger();
    const before = await allItems();
    expect(await send(third, { message: 'a', message_group_uuid }, 'k')).toMatchObject({
      status: 404,
      errors: ['message_group_not_found'],
    });
    expect(await allItems()).toEqual(before);
  });

  test('by a caller without a row', async () => {
    const [account, ben] = await Promise.all([createAccount('nobody_yet'), createStranger()]);
    const before = await allItems();
    for (const body of [
      { message: 'a', handle: ben.handle },
      { message: 'a', message_group_uuid: group },
    ]) {
      const refused = await send(account, body);
      expect(refused).toMatchObject({ status: 409, errors: ['user_not_registered'] });
      expect(refused.headers['retry-after']).toBe('1');
    }
    expect(await allItems()).toEqual(before);
  });

  test.each([
    ['empty', ''],
    ['256 characters', 'k'.repeat(256)],
    ['a control character', 'a\nb'],
    ['not ASCII', 'é'],
  ])('with an idempotency key that is %s', async (_, key) => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    expect(await send(ann, { message: 'a', handle: ben.handle }, key)).toMatchObject({
      status: 422,
      errors: ['idempotency_key_malformed'],
    });
  });
});

test('an idempotency key may have 255 printable characters', async () => {
  const { ann, message_group_uuid } = await conversation();
  expect((await send(ann, { message: 'a', message_group_uuid }, `~ ${'k'.repeat(253)}`)).status).toBe(200);
});

function named({ uuid, handle, display_name }: Person) {
  return { user_uuid: uuid, handle, display_name };
}

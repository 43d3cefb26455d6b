import type { DynamoDBRecord } from 'aws-lambda';
import { documents } from '../../shared/dynamo/client.ts';
import { listConnections, storeConnection } from '../../shared/dynamo/connections.ts';
import { messagesOf } from '../../shared/dynamo/keys.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { getRow, type MessageGroupRow, toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { changeRow } from '../../shared/dynamo/row-settings.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { nameOf, react, sendTo } from '../../test/messages.ts';
import {
  type Conduct,
  conducts,
  framesAt,
  groupsAt,
  messagesAt,
  openConnections,
  posts,
  startPushing,
  textsAt,
} from '../../test/pushing.ts';
import { sessionOf } from '../../test/socket-events.ts';

const pushing = startPushing();

const connectionIdsOf = async (person: Person) =>
  (await listConnections(person.uuid)).map(({ connection_id }) => connection_id).sort();

describe('a message', () => {
  test('reaches every connection of both members only, as the list shows it', async () => {
    const [ann, ben, eve] = await Promise.all([createStranger(), createStranger(), createStranger()]);
    await Promise.all([
      openConnections(ann, 'a1', 'a2'),
      openConnections(ben, 'b1'),
      openConnections(eve, 'e1'),
    ]);
    const cursor = await storeText(ann, ben, 'Hello 👋 <b>');
    await pushing.drained();
    const { message_group_uuid } = messagesAt('b1')[0] ?? { message_group_uuid: '' };
    const stored = (await getMessage(message_group_uuid, cursor)) as StoredMessage;
    const frame = { type: 'message', message_group_uuid, message: await showOne(ben.uuid, stored) };
    for (const id of ['a1', 'a2', 'b1']) expect(messagesAt(id)).toEqual([frame]);
    expect(framesAt('e1')).toEqual([]);
  });

  test('arrives at a connection in the order of writing', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await Promise.all([openConnections(ann, 'ordered a'), openConnections(ben, 'ordered b')]);
    const texts = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const text of texts)
      await storeText(...((Number(text) % 3 ? [ann, ben] : [ben, ann]) as [Person, Person]), text);
    await pushing.drained();
    expect(textsAt('ordered a')).toEqual(texts);
    expect(textsAt('ordered b')).toEqual(texts);
  });
});

describe('the frames of a batch', () => {
  /** What one batch with so many messages of two people posts to each of them. */
  async function pushAtOnce(texts: readonly string[]) {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    for (const text of texts) await storeText(ann, ben, text);
    await pushing.drained();
    const batch = pushing.records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.startsWith('MSG#'));
    const ids = [`${ann.uuid} at once`, `${ben.uuid} at once`] as const;
    await Promise.all([openConnections(ann, ids[0]), openConnections(ben, ids[1])]);
    expect(await pushing.push({ Records: batch })).toEqual({ batchItemFailures: [] });
    return ids;
  }

  test('reach a connection in one post, in the order of writing', async () => {
    const texts = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const id of await pushAtOnce(texts)) {
      expect(textsAt(id)).toEqual(texts);
      expect(posts.get(id)).toHaveLength(1);
    }
  });

  test('are spread over posts of at most 32 KB', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `${n} ${'😀'.repeat(1_000)}`);
    for (const id of await pushAtOnce(texts)) {
      expect(textsAt(id)).toEqual(texts);
      const sizes = (posts.get(id) ?? []).map((post) => Buffer.byteLength(post));
      expect(sizes.filter((size) => size > 32 * 1024)).toEqual([]);
      // A frame is 4.4 KB, so that seven are in each post but the last.
      expect(sizes).toHaveLength(3);
    }
  });
});

test('an edit and a deletion reach both members, with a higher revision, and never the earlier text', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['first']);
  await pushing.drained();
  await Promise.all([openConnections(ann, 'edits'), openConnections(ben, 'sees the edit')]);
  const name = { message_group_uuid, message_uuid: cursors[0]?.slice(25) as string };
  const change = (set: object) => changeMessage(ann.uuid, name, () => ({ set }));
  await change({ message: 'second', edited_at: new Date().toISOString() });
  await pushing.drained();
  await change({ message: '', deleted_at: new Date().toISOString() });
  await pushing.drained();
  for (const id of ['edits', 'sees the edit']) {
    expect(messagesAt(id).map(({ message }) => [message.message, message.revision])).toEqual([
      ['second', 1],
      ['', 2],
    ]);
    expect(JSON.stringify(framesAt(id))).not.toContain('first');
  }
});

test('a reply arrives with what it answers; a hidden message goes on the devices of who hid it alone', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['first', 'second']);
  await pushing.drained();
  await Promise.all([openConnections(ann, 'replies'), openConnections(ben, 'hides')]);
  const name = { message_group_uuid, message_uuid: cursors[0]?.slice(25) as string };
  const reply_to = cursors[1]?.slice(25) as string;
  await changeMessage(ann.uuid, name, () => ({ set: { reply_to } }));
  await changeMessage(ben.uuid, name, () => ({ set: { hidden_from: new Set([ben.uuid]) } }));
  await pushing.drained();
  const shown = (id: string) =>
    messagesAt(id).map(({ message }) => [message.message, message.reply_to?.message, message.hidden]);
  const whole = ['first', 'second', undefined];
  expect(shown('replies')).toEqual([whole, whole]);
  expect(shown('hides')).toEqual([whole, ['', undefined, true]]);
});

test('a changed message group reaches its owner alone, as the list shows it, also after reading', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  await pushing.drained();
  await Promise.all([openConnections(ann, 'reads elsewhere'), openConnections(ben, 'other member')]);
  await markRead(ann.uuid, message_group_uuid, cursors[2] as string);
  await pushing.drained();
  const row = (await getRow(ann.uuid, message_group_uuid, { consistent: true })) as MessageGroupRow;
  expect(row).toMatchObject({ unread_count: 0, read_to: cursors[2] });
  expect(groupsAt('reads elsewhere')).toEqual([{ type: 'message_group', ...toApiMessageGroup(row) }]);
  const read = { type: 'read', message_group_uuid, user_uuid: ann.uuid, read_to: cursors[2] };
  expect(framesAt('other member')).toEqual([read]);
});

test('how far somebody has read is told once: not if it is private, nor with later changes of the row', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  await pushing.drained();
  await openConnections(ben, 'is told');
  const readAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'read');
  await markRead(ann.uuid, message_group_uuid, cursors[1] as string, { isPrivate: true });
  await pushing.drained();
  expect(readAt('is told')).toEqual([]);
  await markRead(ann.uuid, message_group_uuid, cursors[1] as string);
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  await pushing.drained();
  expect(readAt('is told')).toMatchObject([{ user_uuid: ann.uuid, read_to: cursors[1] }]);
});

test('who has deleted a conversation is told of their own settings, and of nothing that is deleted', async () => {
  const { ann, ben, message_group_uuid: group, cursors } = await createConversation(['1', '2']);
  await pushing.drained();
  await Promise.all([openConnections(ann, 'has deleted'), openConnections(ben, 'has not')]);
  await changeRow(ann.uuid, group, { cleared: true, pinned: true });
  await pushing.drained();
  const settings = { message: '', list: 'pinned', cleared_to: cursors[1] };
  expect(framesAt('has deleted')).toMatchObject([{ type: 'message_group', ...settings }]);
  expect(framesAt('has not')).toEqual([]);

  await react(ben, nameOf(group, cursors[0]), '👍');
  const reply_to = nameOf(group, cursors[1]).message_uuid;
  await sendTo(ben, { message: 're', message_group_uuid: group, reply_to });
  await pushing.drained();
  const quotes = (id: string) =>
    messagesAt(id).map(({ message }) => [message.message, message.reply_to?.message]);
  expect(quotes('has deleted')).toEqual([['re', '']]);
  expect(quotes('has not')).toEqual([
    ['1', undefined],
    ['re', '2'],
  ]);
});

test('receipts and connections cause no frames', async () => {
  const ann = await createStranger();
  await openConnections(ann, 'hears nothing');
  await pushing.drained();
  expect(pushing.records).toEqual([]);
});

describe('an unreachable connection', () => {
  let ann: Person;
  let ben: Person;
  beforeEach(async () => {
    [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  });

  /** Sends two messages while ben's first connection misbehaves as `conduct` says; his second receives. */
  async function sendTwo(conduct: Conduct): Promise<string[]> {
    const ids = [`${ben.uuid} ${conduct}`, `${ben.uuid} sound`];
    await openConnections(ben, ...ids);
    conducts.set(ids[0] as string, conduct);
    await storeText(ann, ben, 'one');
    await storeText(ann, ben, 'two');
    await pushing.drained();
    return ids;
  }

  test.each(['is gone', 'fails', 'hangs'] as const)(
    'that %s is forgotten; the others get every frame',
    async (conduct) => {
      const [, sound] = await sendTwo(conduct);
      expect(await connectionIdsOf(ben)).toEqual([sound]);
      expect(textsAt(sound as string)).toEqual(['one', 'two']);
    },
  );

  test('fails no record, even if it hangs, and stays within the timeout', async () => {
    await sendTwo('receives');
    conducts.set(`${ben.uuid} sound`, 'hangs');
    const started = performance.now();
    expect(await pushing.push({ Records: pushing.records })).toEqual({ batchItemFailures: [] });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('that is still opening is kept', async () => {
    await storeConnection(ben.uuid, 'opening', sessionOf(ben));
    conducts.set('opening', 'is gone');
    await storeText(ann, ben, 'early');
    await pushing.drained();
    conducts.delete('opening');
    await storeText(ann, ben, 'on time');
    await pushing.drained();
    expect(textsAt('opening')).toEqual(['on time']);
  });
});

describe('a record', () => {
  test('fails if connections cannot be read, and is delivered on retry', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await openConnections(ben, 'patient');
    documents.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          if (commandName !== 'QueryCommand') return next(call);
          documents.middlewareStack.remove('outage');
          throw new Error('The table does not answer.');
        },
      { step: 'initialize', name: 'outage' },
    );
    await storeText(ann, ben, 'after all');
    await pushing.drained();
    expect(new Set(textsAt('patient'))).toEqual(new Set(['after all']));
    expect(pushing.records.length).toBeGreaterThan(
      new Set(pushing.records.map(({ eventID }) => eventID)).size,
    );
  });

  test('that is unreadable is skipped', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await openConnections(ben, 'reads the rest');
    await storeText(ann, ben, 'sound');
    await pushing.drained();
    const unreadable = [
      {},
      { dynamodb: { SequenceNumber: '1', NewImage: { pk: { S: messagesOf('x') } } } },
      { dynamodb: { SequenceNumber: '2', NewImage: { pk: { S: 'SND#x' }, sk: { S: 'y' } } } },
    ] as DynamoDBRecord[];
    expect(await pushing.push({ Records: [...unreadable, ...pushing.records] })).toEqual({
      batchItemFailures: [],
    });
    expect(textsAt('reads the rest')).toEqual(['sound', 'sound']);
  });
});

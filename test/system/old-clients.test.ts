import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as project } from '../../services/stream/project.ts';
import { createStranger } from '../accounts.ts';
import { edit, hide, nameOf, react, remove } from '../messages.ts';
import { startProjection } from '../projection.ts';
import { type ServedApi, serveApi } from '../serve-api.ts';

/**
 * The requests of the original application's pages, in their words: the list of message groups, a group's messages, a
 * message to a handle and one to a group. They know nothing of what may happen to a message.
 */

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ listMessageGroups, listMessages, sendMessage });
});
afterAll(() => api.close());

const ask = async ({ token }: { token: string }, path: string, body?: object) => {
  const response = await fetch(api.url + path, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return response.json();
};

const ofMessage = ['created_at', 'display_name', 'handle', 'message', 'uuid'];

test('they show, send and receive as before, also beside edited, deleted, hidden and answered messages', async () => {
  const projection = await startProjection(project);
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const first = await ask(ann, '/api/messages', { message: 'hello', handle: ben.handle });
  expect(first).toMatchObject({
    message: 'hello',
    handle: ann.handle,
    message_group_uuid: expect.any(String),
  });
  const { message_group_uuid: group } = first;
  const sent = [];
  for (const message of ['one', 'two', 'three', 'four'])
    sent.push(await ask(ann, '/api/messages', { message, message_group_uuid: group }));
  const [one, two, three, four] = sent.map(({ uuid }) => nameOf(group, `${' '.repeat(25)}${uuid}`));
  const plain = await ask(ben, `/api/messages/${group}`);
  expect(plain.map(({ message }: { message: string }) => message)).toEqual([
    'hello',
    'one',
    'two',
    'three',
    'four',
  ]);
  for (const message of plain)
    expect(Object.keys(message).sort()).toEqual([...ofMessage, 'cursor', 'user_uuid'].sort());
  await edit(ann, one as never, 'one, edited');
  await remove(ann, two as never);
  await hide(ben, three as never);
  await react(ben, four as never, '👍');
  const changed = await ask(ben, `/api/messages/${group}`);
  expect(changed.map(({ message }: { message: string }) => message)).toEqual([
    'hello',
    'one, edited',
    '',
    'four',
  ]);
  for (const message of changed) for (const field of ofMessage) expect(typeof message[field]).toBe('string');
  await projection.drained();
  const [row] = await ask(ben, '/api/message_groups');
  for (const field of ofMessage) expect(typeof row[field]).toBe('string');
  expect(row).toMatchObject({ uuid: group, handle: ann.handle, message: 'four', unread_count: 3 });
  await projection.stop();
});

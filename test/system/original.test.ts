import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as project } from '../../services/stream/project.ts';
import { handler as getUserShort } from '../../services/users/get-user-short.ts';
import { handler as listHomeActivities } from '../../services/users/list-home-activities.ts';
import { createStranger, type Person } from '../accounts.ts';
import { edit, hide, nameOf, react, remove } from '../messages.ts';
import { startProjection } from '../projection.ts';
import { type ServedApi, serveApi } from '../serve-api.ts';

/**
 * The requests of the original application's own pages, with the headers that they send and the fields that they read.
 * Fields and parameters may be added; none of these may go. The pages know nothing of what may happen to a message.
 */
let api: ServedApi;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  api = await serveApi({ listMessageGroups, listMessages, sendMessage, getUserShort, listHomeActivities });
  [ann, ben] = await Promise.all([createStranger(), createStranger()]);
});
afterAll(() => api.close());

const get = async (path: string, as?: Person) => {
  const headers: Record<string, string> = as ? { Authorization: `Bearer ${as.token}` } : {};
  const response = await fetch(api.url + path, { method: 'GET', headers });
  return { status: response.status, body: await response.json() };
};
const post = async (as: Person, body: object) => {
  const headers = {
    Authorization: `Bearer ${as.token}`,
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  const response = await fetch(`${api.url}/api/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

const text = expect.any(String);
const message = { uuid: text, display_name: text, handle: text, message: text, created_at: text };

test('a new message: the person by handle without a token, the first message, and the group that it leads to', async () => {
  const person = await get(`/api/users/@${ben.handle}/short`);
  expect(person).toMatchObject({
    status: 200,
    body: { uuid: ben.uuid, handle: ben.handle, display_name: ben.display_name },
  });
  const first = await post(ann, { message: 'Hello', handle: ben.handle });
  expect(first).toMatchObject({ status: 200, body: { message_group_uuid: text } });
  const group = first.body.message_group_uuid;
  const next = await post(ann, { message: 'Are you there?', message_group_uuid: group });
  expect(next).toMatchObject({ status: 200, body: message });

  const groups = await get('/api/message_groups', ben);
  expect(groups).toMatchObject({ status: 200, body: [{ ...message, uuid: group, handle: ann.handle }] });
  const messages = await get(`/api/messages/${group}`, ben);
  expect(messages.status).toBe(200);
  expect(messages.body).toMatchObject([
    { ...message, message: 'Hello', handle: ann.handle },
    { ...message, message: 'Are you there?' },
  ]);
});

test('the home page, with and without a token', async () => {
  for (const as of [undefined, ann]) {
    const { status, body } = await get('/api/activities/home', as);
    expect([status, Array.isArray(body)]).toEqual([200, true]);
  }
});

test('what fails has a status that is not 200, which is all that the pages look at', async () => {
  expect((await get('/api/message_groups')).status).toBe(401);
  expect((await post(ann, { message: '', handle: ben.handle })).status).toBe(422);
  expect((await get('/api/users/@nobody_here/short')).status).toBe(404);
});

async function done(asked: ReturnType<typeof get>) {
  const { status, body } = await asked;
  expect(status).toBe(200);
  return body;
}

const textsOf = (page: { message: string }[]) => page.map(({ message }) => message);

const ofMessage = ['created_at', 'display_name', 'handle', 'message', 'uuid'];

test('the pages show, send and receive as before, also beside edited, deleted, hidden and answered messages', async () => {
  const projection = await startProjection(project);
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const first = await done(post(ann, { message: 'hello', handle: ben.handle }));
  expect(first).toMatchObject({
    message: 'hello',
    handle: ann.handle,
    message_group_uuid: expect.any(String),
  });
  const { message_group_uuid: group } = first;
  const sent = [];
  for (const message of ['one', 'two', 'three', 'four'])
    sent.push(await done(post(ann, { message, message_group_uuid: group })));
  const [one, two, three, four] = sent.map(({ uuid }) => nameOf(group, `${' '.repeat(25)}${uuid}`));
  const plain = await done(get(`/api/messages/${group}`, ben));
  expect(textsOf(plain)).toEqual(['hello', 'one', 'two', 'three', 'four']);
  for (const message of plain)
    expect(Object.keys(message).sort()).toEqual([...ofMessage, 'cursor', 'user_uuid'].sort());
  await edit(ann, one as never, 'one, edited');
  await remove(ann, two as never);
  await hide(ben, three as never);
  await react(ben, four as never, '👍');
  const changed = await done(get(`/api/messages/${group}`, ben));
  expect(textsOf(changed)).toEqual(['hello', 'one, edited', '', 'four']);
  for (const message of changed) for (const field of ofMessage) expect(typeof message[field]).toBe('string');
  await projection.drained();
  const [row] = await done(get('/api/message_groups', ben));
  for (const field of ofMessage) expect(typeof row[field]).toBe('string');
  expect(row).toMatchObject({ uuid: group, handle: ann.handle, message: 'four', unread_count: 3 });
  await projection.stop();
});

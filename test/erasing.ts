import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { handler as blockUser } from '../services/messaging/block-user.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as eraseMe } from '../services/users/erase-me.ts';
import { handler as registerMe } from '../services/users/register-me.ts';
import { handler as updateMe } from '../services/users/update-me.ts';
import { storeConnection } from '../shared/dynamo/connections.ts';
import { SETTLED_MS } from '../shared/dynamo/erasure/stages.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { storeSubscription } from '../shared/dynamo/push-subscriptions.ts';
import { createAccount, createStranger, type Person } from './accounts.ts';
import { call } from './call.ts';
import { patiently } from './client.ts';
import { storeText } from './conversations.ts';
import { finishJobs } from './jobs.ts';
import { asMaster } from './master.ts';
import { edit, react, sendTo } from './messages.ts';
import { subscriptionOf } from './push-service.ts';

/** Accounts that are erased, and what they leave behind. */

export const erase = (as: Pick<Person, 'token'>, messages: unknown = 'erase') =>
  patiently(() => call(eraseMe, 'eraseMe', { as, body: { messages } }));

export const groupsOf = async (as: Person) =>
  (await patiently(() => call(listMessageGroups, 'listMessageGroups', { as }))).body;

/** Sets the clock past the time that an erasure waits for late writes, until mocks are restored. */
export function skipSettling(): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + SETTLED_MS + 1_000);
}

/** Carries the erasure to its end, past the time that it waits for late writes. */
export async function finishErasure(): Promise<void> {
  skipSettling();
  await finishJobs();
  jest.restoreAllMocks();
}

/** Somebody with a name, a handle and texts that are nowhere else. */
export async function createKnown(): Promise<Person> {
  const unique = randomUUID().slice(0, 8);
  const account = await createAccount(`known_${unique}`, `Known ${unique}`);
  const { body } = await call(registerMe, 'registerMe', { as: account, body: {} });
  return { ...account, ...body };
}

export const wordsOf = ({ handle, display_name, email }: Person) => [handle, display_name, email];

/** Each with a receipt: a key that is no UUIDv7. */
function say(as: Person, body: object) {
  const key = randomUUID();
  return patiently(() => sendTo(as, body, key));
}

/** Ann has written to Ben and Cat, been answered, reacted, blocked and been blocked, and more. */
export async function createLife() {
  const [ann, ben, cat, dan, eve] = await Promise.all([
    createKnown(),
    createStranger(),
    createStranger(),
    createStranger(),
    createStranger(),
  ]);
  const texts = ['the first of all', 'edited away', 'quite other words', 'to Cat alone'];
  const first = (await say(ann, { message: texts[0], handle: ben.handle })).body;
  const group = first.message_group_uuid;
  const answer = (await say(ben, { message: 'Ben answers', message_group_uuid: group })).body;
  const edited = (await say(ann, { message: texts[1], message_group_uuid: group })).body;
  await patiently(() => edit(ann, { message_group_uuid: group, message_uuid: edited.uuid }, texts[2]));
  await say(ann, { message: texts[3], handle: cat.handle });
  await patiently(() => react(ann, { message_group_uuid: group, message_uuid: answer.uuid }, '👍'));
  await patiently(() => react(ben, { message_group_uuid: group, message_uuid: answer.uuid }, '👍'));
  await patiently(() => react(ben, { message_group_uuid: group, message_uuid: first.uuid }, '🎉'));
  await storeText(eve, ann, 'Eve wrote before', Date.now() - 60_000);
  for (const [blocker, blocked] of [
    [ann, dan],
    [eve, ann],
  ] as const)
    await patiently(() => call(blockUser, 'blockUser', { as: blocker, params: { user_uuid: blocked.uuid } }));
  await storeConnection(ann.uuid, randomUUID(), { sub: ann.sub, trusted_until: Date.now() + 60_000 });
  await storeSubscription(ann.uuid, randomUUID(), subscriptionOf(`https://push.example/${ann.uuid}`));
  await call(updateMe, 'updateMe', { as: ann, body: { display_name: `${ann.display_name} II` } });
  await asMaster(
    (sql) => sql`insert into activities (user_uuid, message) values (${ann.uuid}, 'posted once')`,
  );
  await refreshMessageGroup(group, [ann.uuid, ben.uuid]);
  return { ann, ben, cat, eve, group, answer, texts };
}

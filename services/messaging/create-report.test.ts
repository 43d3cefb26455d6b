import { createExtra, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation } from '../../test/conversations.ts';
import { asMaster } from '../../test/master.ts';
import { handler as createReport } from './create-report.ts';
import { handler as deleteMessage } from './delete-message.ts';

const report = (as: Person, body: object) => call(createReport, 'createReport', { as, body });
const texts = Array.from({ length: 30 }, (_, n) => `text ${n}`);

interface Stored {
  reported_uuid: string;
  reason: string;
  note: string;
  evidence: { uuid: string; message: string }[];
}
async function stored(uuid: string): Promise<Stored> {
  const [row] = await asMaster((sql) => sql<Stored[]>`select * from reports where uuid = ${uuid}`);
  return row as Stored;
}

test('a report keeps the message and ten around it, also when it is deleted', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(texts);
  const message_uuid = cursors[14]?.slice(25) ?? '';
  const body = { message_group_uuid, message_uuid, reason: 'harassment', note: 'See yourself.' };
  const { status, body: made } = await report(ben, body);
  expect(status).toBe(200);
  const params = { message_group_uuid, message_uuid };
  expect((await call(deleteMessage, 'deleteMessage', { as: ann, params })).status).toBe(204);
  const { evidence, ...rest } = await stored(made.uuid);
  expect(rest).toMatchObject({ reported_uuid: ann.uuid, reason: 'harassment', note: 'See yourself.' });
  expect(evidence.map(({ message }) => message)).toEqual(texts.slice(4, 25));
});

test('a report of a person keeps the newest messages', async () => {
  const { ben, message_group_uuid } = await createConversation(texts);
  const { body } = await report(ben, { message_group_uuid, reason: 'spam' });
  expect((await stored(body.uuid)).evidence.map(({ message }) => message)).toEqual(texts.slice(9));
});

test('only members report, and only with a reason', async () => {
  const { ben, message_group_uuid } = await createConversation(['one']);
  const stranger = await createExtra();
  expect(await report(stranger, { message_group_uuid, reason: 'spam' })).toMatchObject({
    status: 404,
    errors: ['message_group_not_found'],
  });
  expect(await report(ben, { message_group_uuid, reason: 'boring' })).toMatchObject({
    errors: ['reason_invalid'],
  });
  expect(await report(ben, { message_group_uuid, reason: 'spam', note: 'x'.repeat(1_001) })).toMatchObject({
    errors: ['note_invalid'],
  });
  const message_uuid = stranger.uuid;
  expect(await report(ben, { message_group_uuid, message_uuid, reason: 'spam' })).toMatchObject({
    status: 404,
    errors: ['message_not_found'],
  });
});

import { createPerson, type Person } from '../../shared/testing/accounts.ts';
import { call } from '../../shared/testing/call.ts';
import { handler as sendMessage } from './send-message.ts';

let bayko: Person;
let londo: Person;

beforeAll(async () => {
  [bayko, londo] = await Promise.all([createPerson('bayko'), createPerson('londo')]);
});

test('the first message to a person creates the message group', async () => {
  const sent = await call(sendMessage, 'sendMessage', { as: bayko, body: { message: 'Hello', handle: 'londo' } });
  expect(sent).toMatchObject({ status: 200, body: { message: 'Hello', handle: 'bayko', user_uuid: bayko.uuid } });
});

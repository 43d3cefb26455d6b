import { createStranger } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';

/** The setting is read when the handler is loaded. */
delete process.env.CRUDDUR_SERVER_TIMING;
const { handler } = await import('../../services/messaging/list-message-groups.ts');

test('a stage that does not ask for units tells a caller how long it took, and not what was read', async () => {
  const { status, headers } = await call(handler, 'listMessageGroups', { as: await createStranger() });
  expect(status).toBe(200);
  expect(headers['server-timing']).toMatch(/^ddb;dur=[\d.]+, total;dur=[\d.]+$/);
});

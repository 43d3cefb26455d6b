import { createStranger } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';

/** The setting is read while the handler loads. */
delete process.env.CRUDDUR_SERVER_TIMING;
const { handler } = await import('../../services/messaging/list-message-groups.ts');

test('without the units setting, Server-Timing has times but no consumed capacity', async () => {
  const { status, headers } = await call(handler, 'listMessageGroups', { as: await createStranger() });
  expect(status).toBe(200);
  expect(headers['server-timing']).toMatch(/^ddb;dur=[\d.]+, total;dur=[\d.]+$/);
});

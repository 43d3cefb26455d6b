import type { Client } from './client.ts';

/** Compiled by `npm run check`: a call that does not fit the contract must not compile. Never called. */
async function calls(api: Client) {
  const { unread_count } = await api.markRead({
    params: { message_group_uuid: 'uuid' },
    body: { cursor: 'cursor' },
  });
  unread_count satisfies number;
  const groups = await api.listMessageGroups();
  groups.map(({ uuid, message }) => uuid + message) satisfies string[];
  const { next } = await api.listMessages.page({
    params: { message_group_uuid: 'uuid' },
    query: { limit: 50 },
  });
  if (next) await api.listMessages.page(next);
  for await (const { handle } of api.listMessageGroups.all({ query: { unread: 'true' } }))
    handle satisfies string;
  await api.send({ message: 'Hello', handle: 'londo' });

  // @ts-expect-error a required part is missing
  await api.markRead({ params: { message_group_uuid: 'uuid' } });
  // @ts-expect-error the parameter has another name
  await api.listMessages({ params: { group: 'uuid' } });
  // @ts-expect-error the body has no such field
  await api.updateMe({ body: { name: 'Andrew' } });
  // @ts-expect-error the answer has no such field
  await (await api.getMe()).name;
  // @ts-expect-error not a list operation
  await api.getMe.page();
  // @ts-expect-error unknown operation
  await api.deleteEverything();
}

test('calls are typed by the contract', () => {
  expect(calls).toBeInstanceOf(Function);
});

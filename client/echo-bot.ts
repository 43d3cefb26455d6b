import { createClient } from './client.ts';

const { CRUDDUR_API: baseUrl = 'http://localhost:3000', CRUDDUR_TOKEN: token } = process.env;
const api = createClient({ baseUrl, token: async () => token });

for await (const group of api.listMessageGroups.all({ query: { unread: 'true' } })) {
  const params = { message_group_uuid: group.uuid };
  const [newest] = await api.listMessages({ params, query: { limit: 1 } });
  await api.send({ ...params, message: `You said: ${group.message}` });
  if (newest) await api.markRead({ params, body: { cursor: newest.cursor } });
}

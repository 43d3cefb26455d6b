import { command } from '../command.ts';

export const dbSessions = command({
  description: 'list the connections to the database',
  where: 'anywhere',
  stores: ['database'],
  json: true,
  examples: ['bin/cruddur db sessions'],
  async run(_, { stores, out }) {
    const { listSessions } = await import('../database/databases.ts');
    out.list(await listSessions(stores.database), {
      pid: ({ pid }) => pid,
      user: ({ user }) => user,
      application: ({ application }) => application,
      client: ({ client }) => client ?? '-',
      state: ({ state }) => state ?? '-',
      since: ({ since }) => since.toISOString(),
    });
  },
});

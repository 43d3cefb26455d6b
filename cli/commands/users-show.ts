import { command } from '../command.ts';

export const usersShow = command({
  description: 'show somebody: account, open WebSockets, and whether they are kept out',
  where: 'anywhere',
  stores: ['database', 'table', 'userPool'],
  json: true,
  arguments: { user: { description: 'whom, by handle or uuid' } },
  examples: ['bin/cruddur users show somebody --stage prod'],
  async run({ user }, { stores: { userPool }, out }) {
    const { describePerson, findPerson } = await import('../people/standing.ts');
    out.list([await describePerson(await findPerson(user), userPool)], {
      handle: ({ handle }) => handle,
      name: ({ display_name }) => display_name,
      address: ({ address }) => address,
      account: ({ account }) => account,
      'banned since': ({ banned_since }) => banned_since ?? '-',
      sockets: ({ open_sockets }) => open_sockets,
      uuid: ({ uuid }) => uuid,
    });
  },
});

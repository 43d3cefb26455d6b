import { command } from '../command.ts';

export const usersShow = command({
  description:
    'show a user: account, open WebSockets, whether they are banned or suspended, and their name in the log',
  where: 'anywhere',
  stores: ['database', 'table', 'userPool'],
  json: true,
  arguments: { user: { description: 'handle or uuid' } },
  examples: ['bin/cruddur users show bester --stage prod'],
  async run({ user }, { stage, region, stores: { userPool }, out }) {
    const { describePerson, findAnybody } = await import('../people/standing.ts');
    const { readLogKey } = await import('../aws/log-key.ts');
    const person = await findAnybody(user);
    out.list([await describePerson(person, userPool, await readLogKey(stage, region))], {
      handle: ({ handle }) => handle,
      name: ({ display_name }) => display_name,
      address: ({ address }) => address,
      account: ({ account }) => account,
      'deleted since': ({ deleted_since }) => deleted_since ?? '-',
      'banned since': ({ banned_since }) => banned_since ?? '-',
      'suspended since': ({ suspended_since }) => suspended_since ?? '-',
      sockets: ({ open_sockets }) => open_sockets,
      uuid: ({ uuid }) => uuid,
      'in the log': ({ in_the_log }) => in_the_log,
    });
  },
});

import { command } from '../command.ts';

export const limitsShow = command({
  description: 'how much of each limit a user has used',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  arguments: { handle: { description: 'the user' } },
  examples: ['bin/cruddur limits show bayko --stage prod'],
  async run({ handle }, { out }) {
    const { findUser } = await import('../find-user.ts');
    const { readUse } = await import('../../shared/dynamo/limits.ts');
    const { limitsOfAccount } = await import('../../shared/limits.ts');
    const { uuid } = await findUser(handle);
    out.list(await Promise.all(limitsOfAccount.map((name) => readUse(name, uuid))), {
      limit: ({ name }) => name,
      used: ({ used }) => used,
      of: ({ limit }) => limit,
      'ends in s': ({ reset_s }) => reset_s,
    });
  },
});

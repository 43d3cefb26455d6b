import { command } from '../command.ts';

export const limitsReset = command({
  description: 'let a user go on before their limits end',
  where: 'anywhere',
  stores: ['table', 'database'],
  arguments: { handle: { description: 'the user' } },
  examples: ['bin/cruddur limits reset bayko'],
  async run({ handle }) {
    const { findUser } = await import('../find-user.ts');
    const { resetUse } = await import('../../shared/dynamo/limits.ts');
    const { limitsOfAccount } = await import('../../shared/limits.ts');
    const { uuid } = await findUser(handle);
    await Promise.all(limitsOfAccount.map((name) => resetUse(name, uuid)));
    return 'Every limit begins anew.';
  },
});

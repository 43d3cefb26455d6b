import { command } from '../command.ts';

export const cognitoListUsers = command({
  description: 'list handle, e-mail address and sub of every account',
  where: 'anywhere',
  stores: ['userPool'],
  json: true,
  examples: ['bin/cruddur cognito list-users --json'],
  async run(_, { stores, out }) {
    const { listAccounts } = await import('../user-pool.ts');
    const accounts = (await listAccounts(stores.userPool)).map(({ handle, email, sub }) => ({
      handle,
      email,
      sub,
    }));
    out.list(accounts, {
      handle: ({ handle }) => handle,
      email: ({ email }) => email,
      sub: ({ sub }) => sub,
    });
  },
});

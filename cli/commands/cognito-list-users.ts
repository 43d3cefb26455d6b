import { table } from '../text-table.ts';
import { listAccounts } from '../user-pool.ts';
import type { StageOptions } from './options.ts';

export async function listUsers({ stage, json }: StageOptions & { json?: boolean }): Promise<void> {
  const accounts = (await listAccounts(stage)).map(({ handle, email, sub }) => ({ handle, email, sub }));
  if (json) return console.log(JSON.stringify(accounts, undefined, 2));
  console.log(
    table(
      ['handle', 'email', 'sub'],
      accounts.map(({ handle, email, sub }) => [handle, email, sub]),
    ),
  );
}

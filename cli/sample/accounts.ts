import { createAccount, type UserPool } from '../user-pool.ts';
import { SAMPLE_PASSWORD, samplePeople } from './people.ts';

/** Creates an account for each sample person, to sign in with. @returns how many were created. */
export async function createSampleAccounts(userPool: UserPool): Promise<number> {
  const created = await Promise.all(
    samplePeople.map(({ handle, email, display_name }) =>
      createAccount(userPool, { handle, email, display_name, password: SAMPLE_PASSWORD }),
    ),
  );
  return created.filter(Boolean).length;
}

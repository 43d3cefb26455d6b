import { accountWords } from '../words/account.ts';
import { listOf } from '../words/language.ts';

const MIN_CHARACTERS = 12;

/** The user pool's policy (`services/users/resources/user-pool.yml`), checked before the pool refuses. */
export const passwordRules = [
  {
    text: () => accountWords.passwordLength(MIN_CHARACTERS),
    holds: (password: string) => [...password].length >= MIN_CHARACTERS,
  },
] as const;

/** What a password still needs; undefined if it is valid. */
export function passwordFault(password: string): string | undefined {
  const missing = passwordRules.filter(({ holds }) => !holds(password)).map(({ text }) => text());
  if (missing.length === 0) return undefined;
  return accountWords.passwordStillNeeds(listOf(missing));
}

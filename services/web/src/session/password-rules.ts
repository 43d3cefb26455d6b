/** The user pool's policy (`services/users/resources/user-pool.yml`), checked before the pool refuses. */
export const passwordRules = [
  { text: 'at least 12 characters', holds: (password: string) => [...password].length >= 12 },
] as const;

/** What a password still needs; undefined if it is valid. */
export function passwordFault(password: string): string | undefined {
  const missing = passwordRules.filter(({ holds }) => !holds(password)).map(({ text }) => text);
  if (missing.length === 0) return undefined;
  return `The password still needs ${new Intl.ListFormat('en-GB').format(missing)}.`;
}

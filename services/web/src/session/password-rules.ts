/** The user pool's policy (`services/users/resources/user-pool.yml`), checked before the pool refuses. */
export const passwordRules = [
  { text: 'at least 8 characters', holds: (password: string) => password.length >= 8 },
  { text: 'a small letter', holds: (password: string) => /[a-z]/.test(password) },
  { text: 'a capital letter', holds: (password: string) => /[A-Z]/.test(password) },
  { text: 'a digit', holds: (password: string) => /\d/.test(password) },
] as const;

/** What a password still needs; undefined if it is valid. */
export function passwordFault(password: string): string | undefined {
  const missing = passwordRules.filter(({ holds }) => !holds(password)).map(({ text }) => text);
  if (missing.length === 0) return undefined;
  return `The password still needs ${new Intl.ListFormat('en-GB').format(missing)}.`;
}

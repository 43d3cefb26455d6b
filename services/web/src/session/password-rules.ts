/** The user pool's policy (`services/users/resources/user-pool.yml`), so that a person sees it before the pool refuses. */
export const passwordRules = [
  { text: 'at least 8 characters', holds: (password: string) => password.length >= 8 },
  { text: 'a small letter', holds: (password: string) => /[a-z]/.test(password) },
  { text: 'a capital letter', holds: (password: string) => /[A-Z]/.test(password) },
  { text: 'a digit', holds: (password: string) => /\d/.test(password) },
] as const;

export function passwordIsGood(password: string): boolean {
  return passwordRules.every((rule) => rule.holds(password));
}

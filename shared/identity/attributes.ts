/** The attributes of an account under Cognito's names: `sub`, `email`, `email_verified`, `name`, `preferred_username`. */
export type Attributes = Record<string, string | undefined>;

/** The address, if somebody has shown to read its mail; any other is only what somebody claims. */
export function verifiedEmail({ email, email_verified }: Attributes): string | undefined {
  return email_verified === 'true' ? email : undefined;
}

/** The attributes of an account under Cognito's names: `sub`, `email`, `email_verified`, `name`, `preferred_username`. */
export type Attributes = Record<string, string | undefined>;

/** The e-mail address if it is verified; otherwise it is only a claim. */
export function verifiedEmail({ email, email_verified }: Attributes): string | undefined {
  return email_verified === 'true' ? email : undefined;
}

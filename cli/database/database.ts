import type { SigningCredentials } from '../../shared/postgres/client.ts';

/** The users' database, for work outside the access functions of `shared/postgres`. */
export interface Database {
  /** Without a password, an IAM token is used. */
  url: string;
  /** Credentials that sign the IAM tokens. */
  credentials?: SigningCredentials;
}

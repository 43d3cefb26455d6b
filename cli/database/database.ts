import type { SigningCredentials } from '../../shared/postgres/client.ts';

/** The users' database, for what the access functions of `shared/postgres` do not do. */
export interface Database {
  /** Without a password in it, an IAM token is the password. */
  url: string;
  /** Who signs these tokens. */
  credentials?: SigningCredentials;
}

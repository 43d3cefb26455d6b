import { fileURLToPath } from 'node:url';

/** The addresses of the stores that the global setup started, as it passes them to the test files. */
export interface TestStores {
  dynamodb: string;
  postgres: string;
  cognito: string;
  issuer: string;
  userPoolId: string;
  clientId: string;
}

export const MIGRATIONS = fileURLToPath(new URL('../../services/users/migrations', import.meta.url));

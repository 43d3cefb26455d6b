import { createRequire } from 'node:module';

/**
 * Loaded into cognito-local before it starts: what Amazon Cognito does, what our users rely on, and what cognito-local
 * leaves out. Its operations are functions in one object, each made of the emulator's services.
 */
const { Targets: operations } = createRequire(import.meta.url)('cognito-local/lib/targets/targets.js') as {
  Targets: Record<string, Operation>;
};

/** Whoever confirms a sign-up has read the mail that went to the address. */
extend('ConfirmSignUp', (confirm, { cognito }) => async (context, request) => {
  const pool = await cognito.getUserPoolForClientId(context, request.ClientId);
  const user = await pool.getUserByUsername(context, request.Username);
  const confirmed = user && user.ConfirmationCode === request.ConfirmationCode;
  if (confirmed) await pool.saveUser(context, verified(user));
  return confirm(context, request);
});

const verified = (user: User): User => ({
  ...user,
  Attributes: [
    ...user.Attributes.filter(({ Name }) => Name !== 'email_verified'),
    { Name: 'email_verified', Value: 'true' },
  ],
});

function extend(name: string, change: (original: Answer, services: Services) => Answer): void {
  const original = operations[name] as Operation;
  operations[name] = (services) => change(original(services), services);
}

type Operation = (services: Services) => Answer;
type Answer = (context: unknown, request: Record<string, string>) => Promise<unknown>;

interface Services {
  cognito: { getUserPoolForClientId(context: unknown, clientId: string | undefined): Promise<Pool> };
}

interface Pool {
  getUserByUsername(context: unknown, username: string | undefined): Promise<User | null>;
  saveUser(context: unknown, user: User): Promise<void>;
}

interface User {
  Attributes: { Name: string; Value: string }[];
  ConfirmationCode?: string;
}

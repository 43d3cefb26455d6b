import postgres, { type Sql } from 'postgres';
import { type Credentials, isFunction, postgresSettings, roleCredentials } from '../config.ts';
import { StoreUnavailable } from '../errors.ts';
import { patience } from '../patience.ts';
import { iamToken } from './iam-token.ts';

/**
 * A connection idle for longer is replaced. Lambda freezes the process between requests: it sends no keep-alive and
 * misses the close, so a statement over such a connection would be refused or hang.
 */
const MAX_IDLE_MS = 60_000;

// The driver names its errors by their class, whose name is shortened in a bundle.
Object.defineProperty(postgres.PostgresError, 'name', { value: 'PostgresError' });

let open: () => Sql = () => {
  throw new Error('No database was chosen: connectDatabase comes first.');
};
let client: Sql | undefined;
let lastUsed = 0;
/** Statements that are not answered yet: a connection that carries one is not idle, whatever the clock says. */
let underWay = 0;

/**
 * Sets the database that this process works on. In a Lambda function this file does it from the settings while it
 * loads; other programs call it before the first statement.
 *
 * @param opening opens the connection lazily, and a new one after one was abandoned.
 */
export function connectDatabase(opening: () => Sql): void {
  abandon(client);
  open = opening;
}

/**
 * A pool of one connection that notices a dead server within the function's time. A URL without a password
 * means IAM authentication: every new connection gets a token of its own, since a token is good for 15 minutes.
 *
 * @param credentials sign these tokens; default: the role of the function.
 */
export function connect(url: string, credentials: SigningCredentials = roleCredentials): Sql {
  const address = new URL(url);
  return postgres(url, {
    ...(address.password === '' && { password: () => tokenFor(address, credentials) }),
    max: 1,
    connect_timeout: Math.floor(patience.postgresMs / 1000),
    backoff: () => 0,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'cruddur', statement_timeout: patience.postgresMs },
  });
}

export type SigningCredentials = () => Credentials | Promise<Credentials>;

/** The IAM token that is the password at an address without one. */
export async function tokenFor(
  { hostname, port, username }: URL,
  credentials: SigningCredentials,
): Promise<string> {
  return iamToken({ hostname, port: Number(port), username }, await credentials());
}

/** The one connection of the process, opened lazily. */
function connection(): Sql {
  if (underWay === 0 && Date.now() - lastUsed > MAX_IDLE_MS) abandon(client);
  lastUsed = Date.now();
  client ??= open();
  return client;
}

/** Closes the connection, for programs that end; functions never do. */
export async function disconnect(): Promise<void> {
  await client?.end({ timeout: 1 });
  client = undefined;
}

/**
 * Runs one statement.
 *
 * @throws StoreUnavailable when Postgres is down or does not answer in time. What Postgres says of the
 *   statement itself (a broken constraint, say) comes through as it is.
 */
export async function query<T>(statement: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = connection();
  let timer: NodeJS.Timeout | undefined;
  underWay += 1;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abandon(sql);
      reject(new StoreUnavailable());
    }, patience.postgresMs);
  });
  try {
    return await Promise.race([statement(sql), tooLate]);
  } catch (error) {
    throw isOutage(error) ? new StoreUnavailable({ cause: error }) : error;
  } finally {
    underWay -= 1;
    clearTimeout(timer);
  }
}

/**
 * A statement that timed out while waiting for a connection would still be sent later: a rename answered with 503 would
 * undo a later one. So the connection is dropped with its queue; the next call opens another.
 */
function abandon(abandoned: Sql | undefined): void {
  if (abandoned === client) client = undefined;
  void abandoned?.end({ timeout: 0 }).catch(() => {});
}

/**
 * SQLSTATE classes 08 connection, 28 not admitted, 53 resources, 57 operator intervention; a database (3D000) or a table
 * (42P01) that is not there, before a migration or after a drop. The driver's and the system's codes are words.
 */
function isOutage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return false;
  return /^(08|28|53|57|3D000|42P01|CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/.test(
    code,
  );
}

/** Answers if Postgres does. */
export async function pingPostgres(): Promise<void> {
  await query((sql) => sql`select 1`);
}

if (isFunction()) {
  const { POSTGRES_URL } = postgresSettings();
  connectDatabase(() => connect(POSTGRES_URL));
}

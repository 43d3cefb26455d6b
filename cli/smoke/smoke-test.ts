import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, createClient } from '../../client/client.ts';
import { ApiError } from '../../client/errors.ts';
import { CommandFailed } from '../errors.ts';
import type { UserPool } from '../user-pool.ts';
import { Frames } from './frames.ts';
import type { Site } from './site.ts';
import { enter, newAccount, type Tester, withAccounts } from './tester.ts';

/** Enough for cold starts and for the stream. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/**
 * Uses a stage as two new users. Deletes their accounts at the end, also after a failure.
 *
 * @returns a line for each passed check, without tokens, addresses or texts.
 * @throws CommandFailed at the first failed check, with its name and the reason.
 */
export async function* smokeTest(site: Site, userPool: UserPool): AsyncGenerator<string> {
  const anonymous = createClient({ baseUrl: site.url });
  yield check('Postgres answers the users service', () => anonymous.checkUsersHealth());
  yield check('DynamoDB answers the messaging service', () => anonymous.checkMessagingHealth());
  const accounts = [newAccount(), newAccount()] as const;
  yield* withAccounts(userPool, accounts, async function* () {
    const [sender, receiver] = await both(accounts, (account) => enter(userPool, site, account));
    yield 'Two new accounts sign in.';
    yield* useAll(site, sender, receiver);
  });
  const [sender, receiver] = accounts;
  yield 'Both accounts are deleted.';
  yield `The users ${sender.handle} and ${receiver.handle} and their one message stay stored, without accounts.`;
}

async function* useAll(site: Site, sender: Tester, receiver: Tester): AsyncGenerator<string> {
  yield check('A token with a wrong signature is refused: the keys of the pool are reached', () =>
    isRefused(createClient({ baseUrl: site.url, token: async () => wronglySigned(sender.token) })),
  );
  yield check('Both accounts become users', () =>
    both([sender, receiver], ({ api }) => api.registerMe({ body: {} })),
  );
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let frames: Frames | undefined;
  try {
    yield check('A WebSocket opens', async () => {
      frames = await Frames.open(site.webSocketUrl, receiver.token, signal);
    });
    let group = '';
    yield check('A message is sent', async () => {
      const sent = await sender.api.send({ handle: receiver.handle, message: 'Smoke test' }, { signal });
      group = sent.message_group_uuid;
    });
    yield check('The receiver has its group: the stream is read', () =>
      until(async () => (await receiver.api.listMessageGroups()).some(({ uuid }) => uuid === group)),
    );
    yield check('The receiver got its frame', () => until(async () => frames?.has(group) ?? false));
  } finally {
    frames?.close();
  }
}

/** @returns the line for a passed check. */
async function check(what: string, work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (cause) {
    throw new CommandFailed(`Failed: ${what}.`, { cause });
  }
  return `${what}.`;
}

async function isRefused(api: Client): Promise<void> {
  try {
    await api.getMe();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return;
    throw error;
  }
  throw new Error('It was accepted.');
}

/** The same token with an invalid signature. */
function wronglySigned(token: string): string {
  const [header, claims, signature = ''] = token.split('.');
  return [header, claims, randomBytes(Buffer.from(signature, 'base64url').length).toString('base64url')].join(
    '.',
  );
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(LOOK_EVERY_MS))
    if (await isTrue()) return;
  throw new Error(`It did not happen within ${PATIENCE_MS / 1000} s.`);
}

async function both<From, To>(
  [one, other]: readonly [From, From],
  work: (from: From) => Promise<To>,
): Promise<[To, To]> {
  return Promise.all([work(one), work(other)]);
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { jest } from '@jest/globals';
import type { OperationName } from '../../shared/contract/routes.ts';
import { documents } from '../../shared/dynamo/client.ts';
import { StoreUnavailable } from '../../shared/errors.ts';
import { connect, connectDatabase } from '../../shared/postgres/client.ts';
import { createStranger } from '../accounts.ts';
import { type Answer, call, type Handler, unitsOf } from '../call.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { deviation } from '../engine.ts';
import { overOutages } from '../install-faults.ts';
import { carriedBy } from '../statements.ts';
import { testStores } from '../stores.ts';
import { withoutStream } from '../table.ts';
import { worstCases } from './all.ts';
import type { Costs, WorstCase } from './worst-case.ts';

/**
 * What every operation of the contract costs at most. Its cases stand beside this file, one file for each file of the
 * contract.
 */

const counted = { calls: 0, statements: 0, poolCalls: 0 };
const handlers = new Map<string, Handler>();

beforeAll(async () => {
  await withoutStream();
  countCalls();
  countStatements();
  subscribe('http.client.request.start', countPoolCall);
  for (const { kind, key, file } of deployedFunctions())
    if (kind === 'operation') handlers.set(key, (await import(`../../${file}`)).handler);
  // Fetches the user pool's keys, as each container does once.
  await call(handlers.get('getMe') as Handler, 'getMe', { as: await createStranger() });
});
afterAll(() => unsubscribe('http.client.request.start', countPoolCall));
afterEach(() => jest.restoreAllMocks());

const cases = (Object.entries(worstCases) as [OperationName, WorstCase[]][]).flatMap(([name, worst]) =>
  worst.map((one) => [name, one.when, one] as const),
);

test.each(cases)(
  '%s: %s',
  async (name, _, { arrange, costs, status = 200 }) => {
    // On a busy machine a store may answer too late; what that costs is no worst case, so the case begins again.
    const answer = await overOutages(async () => {
      jest.restoreAllMocks();
      const sent = await arrange();
      expireSessions();
      Object.assign(counted, { calls: 0, statements: 0, poolCalls: 0 });
      const answered = await call(handlers.get(name) as Handler, name, sent);
      // A user pool that was slow is not asked for ten seconds.
      if (answered.status === 503 || counted.poolCalls < costs.poolCalls) throw new StoreUnavailable();
      return answered;
    });
    expect(answer.status).toBe(status);
    const otherwise = deviation.largeItems && { rcu: expect.any(Number), wcu: expect.any(Number) };
    expect(costsOf(answer)).toEqual({ ...costs, ...otherwise });
  },
  300_000,
);

function costsOf(answer: Answer<unknown>): Costs {
  const kilobytes = Math.ceil(Buffer.byteLength(JSON.stringify(answer.body) ?? '') / 1024);
  return { ...unitsOf(answer), ...counted, kilobytes };
}

/** The user pool is asked again about a session that it has not confirmed for a minute. */
function expireSessions(): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
}

function countCalls(): void {
  documents.middlewareStack.add(
    (next) => (args) => {
      counted.calls += 1;
      return next(args);
    },
    { step: 'initialize', name: 'cruddurCount' },
  );
}

function countStatements(): void {
  connectDatabase(() => {
    const sql = connect(process.env.POSTGRES_URL ?? '');
    return carriedBy(sql, async (statement) => {
      counted.statements += 1;
      return statement(sql);
    });
  });
}

function countPoolCall(message: unknown): void {
  const { host, port } = new URL(testStores().cognito);
  const { request } = message as { request: ClientRequest };
  if (request.getHeader('host') === host || request.getHeader('host') === `localhost:${port}`)
    counted.poolCalls += 1;
}

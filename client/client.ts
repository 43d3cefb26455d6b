import { type OperationName, routes } from '../shared/contract/routes.ts';
import { type Answer, type AnyRequest, type ClientOptions, exchange } from './exchange.ts';
import { createMessageKey } from './message-key.ts';
import type { ItemOf, ListName, RequestOf, ResponseOf } from './operation-types.ts';
import { untilAnswered } from './until-answered.ts';

/** A page of a list; `next` is the request for the page after it, undefined at the end. */
export interface Page<Name extends ListName> {
  items: ItemOf<Name>[];
  next: RequestOf<Name> | undefined;
}

type Arguments<Name extends OperationName> =
  Record<string, never> extends RequestOf<Name> ? [request?: RequestOf<Name>] : [request: RequestOf<Name>];

type Call<Name extends OperationName> = ((...args: Arguments<Name>) => Promise<ResponseOf<Name>>) &
  (Name extends ListName ? ListCall<Name> : unknown);

interface ListCall<Name extends ListName> {
  page(...args: Arguments<Name>): Promise<Page<Name>>;
  /** Every item of the list, fetched page by page as the loop asks for more. */
  all(...args: Arguments<Name>): AsyncGenerator<ItemOf<Name>, void>;
}

/** A call for each operation of the contract, and `send`. */
export type Client = { readonly [Name in OperationName]: Call<Name> } & {
  /**
   * Sends a message and repeats the request until the API has answered it. Idempotent: the message is stored once,
   * however many retries it takes.
   *
   * @param key idempotency key, for retries beyond this call; absent: a new one.
   * @throws ApiError if the API refuses the message; `signal`'s reason if it aborts, and then the message may be stored.
   */
  send(
    body: RequestOf<'sendMessage'>['body'],
    options?: { key?: string; signal?: AbortSignal },
  ): Promise<ResponseOf<'sendMessage'>>;
  /** Now by the API's clock, in milliseconds since 1970; taken from its answers. */
  now(): number;
};

/**
 * A typed client of the API for browser and Node. Each call throws {@link ApiError} when the API refuses, and
 * {@link Unreachable} when it does not answer within 15 s.
 */
export function createClient(options: ClientOptions = {}): Client {
  const clock = { offset: 0 };
  let seen = '';
  const ask = async (name: OperationName, request: AnyRequest = {}) => {
    const answer = await exchange(name, request, options, clock);
    seen = newestOf(answer.body, seen);
    return answer;
  };
  const now = () => Date.now() + clock.offset;
  const calls = (Object.keys(routes) as OperationName[]).map((name) => [name, toCall(name, ask)] as const);
  const client = { ...Object.fromEntries(calls), now } as unknown as Client;
  return {
    ...client,
    send: (body, { key, signal } = {}) => {
      const headers = { 'idempotency-key': key ?? createMessageKey(now(), seen) };
      return untilAnswered(() => client.sendMessage({ body, headers, ...(signal && { signal }) }), signal);
    },
  };
}

/** The latest `created_at` in an answer, or `before` if that is later. */
function newestOf(body: unknown, before: string): string {
  const times = [body].flat().map((item) => (item as { created_at?: unknown } | null)?.created_at);
  return [before, ...times.filter((time) => typeof time === 'string')].sort().at(-1) as string;
}

function toCall(name: OperationName, ask: (name: OperationName, request?: AnyRequest) => Promise<Answer>) {
  const page = async (request?: AnyRequest) => {
    const { body, next } = await ask(name, request);
    return { items: body as unknown[], next };
  };
  async function* all(request?: AnyRequest) {
    for (let wanted = request, first = true; first || wanted; first = false) {
      const { items, next } = await page(wanted);
      yield* items;
      wanted = next;
    }
  }
  return Object.assign(async (request?: AnyRequest) => (await ask(name, request)).body, { page, all });
}

/** A request as the load generator repeats it. */
export interface PeerRequest {
  path: string;
  method?: 'GET' | 'POST';
  body?: string;
}

/** Somebody's connection that hears of new messages. */
export interface Live {
  /** The texts that have arrived, in order, and what tells of the next. */
  next(): Promise<string>;
  close(): void;
}

/** A system with one person in {@link GROUPS} conversations, as the client of the comparison sees it. */
export interface Peer {
  name: string;
  origin: string;
  headers: Record<string, string>;
  /** Sends a message of this text into the first conversation. */
  send(text: string): PeerRequest;
  /** The newest 20 messages of the first conversation. */
  page: PeerRequest;
  /** All conversations with their newest message. */
  list: PeerRequest;
  /** Undefined where live messages are those of another peer in this list. */
  listen?: () => Promise<Live>;
  /** Megabytes of all processes. */
  memory?: () => Promise<number>;
}

/** The conversations in the list. */
export const GROUPS = 25;
/** Messages in the first conversation before anything is measured. */
export const MESSAGES = 60;

/** Makes one request of a peer's setting-up, and answers its JSON. */
export async function ask(
  url: string,
  {
    method = 'GET',
    body,
    headers = {},
  }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

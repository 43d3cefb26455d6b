import { REQUEST_MESSAGES_MAX } from '../../../shared/contract/message-groups.ts';
import type { Access } from './access.ts';
import type { Messages } from './messages.ts';

/** Message requests: first messages to people who take them only so, until these accept or answer. */
export class Requests {
  readonly #messages: Messages;
  readonly #access: Access;
  /** By sender and receiver. */
  readonly #requests = new Map<string, Request>();

  constructor(messages: Messages, access: Access) {
    this.#messages = messages;
    this.#access = access;
  }

  /** A send begins: it may be a request, or answer one. Called before the model counts the send. */
  sending(from: number, to: number): void {
    const { values, asked } = this.#access.takes(to);
    const request = this.#of(from, to);
    const isFirst = request.asked === undefined;
    request.asked ??= asked;
    if (!this.#messages.haveTalked(from, to)) request.isBegun = true;
    const mayBeNone = values.size > 1 || !values.has('requests') || this.#messages.triesBetween(from, to) > 0;
    if (isFirst && mayBeNone) request.isUnclear = true;
    this.#of(to, from).mayBeOver = true;
  }

  /** A send was acknowledged. @returns its problems. */
  sent(from: number, to: number): string[] {
    const request = this.#of(from, to);
    this.#of(to, from).isOver = true;
    // The receiver may have begun to take requests, or have stopped, while the first one was sent.
    const isSame = this.#access.takes(to).asked === request.asked;
    request.isCertain ||= isSame && !request.isUnclear && !request.mayBeOver;
    const count = this.#messages.sendsTo(from, to).filter(({ isSent }) => isSent).length;
    const isOverfull = this.state(from, to) === 'waits' && count > REQUEST_MESSAGES_MAX;
    return isOverfull ? [`${count} messages of ${from} to ${to} wait to be accepted`] : [];
  }

  /** The receiver takes a request into their inbox. */
  accepting(sender: number, receiver: number): void {
    this.#of(sender, receiver).mayBeOver = true;
  }

  accepted(sender: number, receiver: number): void {
    this.#of(sender, receiver).isOver = true;
  }

  state(sender: number, receiver: number): 'waits' | 'is none' | 'unclear' {
    const { isCertain, mayBeOver, isOver } = this.#of(sender, receiver);
    if (isCertain && !mayBeOver) return 'waits';
    return isOver || !this.mayBe(sender, receiver) ? 'is none' : 'unclear';
  }

  /** Whether the first message may have been a request. */
  mayBe(sender: number, receiver: number): boolean {
    return this.#of(sender, receiver).isBegun && this.#access.mayHaveTakenRequests(receiver);
  }

  /** Whether the receiver has begun to answer, or to accept. */
  mayBeAnswered(sender: number, receiver: number): boolean {
    return this.#of(sender, receiver).mayBeOver;
  }

  /** Called when a send begins. What it returns tells, once that is answered, whether it may be refused as one too many. */
  look(id: string, from: number, to: number): () => boolean {
    const wasOver = this.#of(from, to).isOver;
    return () =>
      this.mayBe(from, to) && !wasOver && this.#messages.sendsTo(from, to, id).length >= REQUEST_MESSAGES_MAX;
  }

  /** Everybody who may have written to somebody who takes requests. */
  all(): { sender: number; receiver: number }[] {
    return [...this.#requests.keys()]
      .map((key) => key.split(' ').map(Number) as [number, number])
      .filter(([sender, receiver]) => this.mayBe(sender, receiver))
      .map(([sender, receiver]) => ({ sender, receiver }));
  }

  /** Checks both rows at the end: they agree, a request that waits is where it belongs, and nothing tells of it. */
  check(sender: number, receiver: number, found: FoundRequest): string[] {
    const name = `the request of ${sender} to ${receiver}`;
    const state = this.state(sender, receiver);
    const waits = found.received === 'received';
    if (waits !== (found.sent === 'sent')) return [`${name} is told by one row only`];
    if (waits && state === 'is none') return [`${name} waits, and was accepted or is none`];
    if (!waits) return state === 'waits' ? [`nobody accepted ${name}, which does not wait`] : [];
    const problems: string[] = [];
    if (found.list !== 'requests' && found.list !== 'archived') problems.push(`${name} is in ${found.list}`);
    if (found.isUnread) problems.push(`${name} is counted`);
    if (found.isSeen) problems.push(`${name} has a receipt`);
    if (found.messages > REQUEST_MESSAGES_MAX) problems.push(`${name} has ${found.messages} messages`);
    return problems;
  }

  #of(sender: number, receiver: number): Request {
    const key = `${sender} ${receiver}`;
    const request = this.#requests.get(key) ?? { ...none };
    this.#requests.set(key, request);
    return request;
  }
}

/** What the stores and the API tell of a request. */
export interface FoundRequest {
  /** In the receiver's row. */
  received: string | undefined;
  /** In the sender's row. */
  sent: string | undefined;
  list: string;
  /** The sender's messages. */
  messages: number;
  isUnread: boolean;
  isSeen: boolean;
}

interface Request {
  /** A message was sent while there may have been no group. */
  isBegun: boolean;
  /** The first message was a request, whatever else happened. */
  isCertain: boolean;
  /** Something else may have been the first message, or the receiver may have taken messages from everyone. */
  isUnclear: boolean;
  /** How often the receiver had said from whom they take messages when the first one began. */
  asked: number | undefined;
  mayBeOver: boolean;
  isOver: boolean;
}

const none: Request = {
  isBegun: false,
  isCertain: false,
  isUnclear: false,
  asked: undefined,
  mayBeOver: false,
  isOver: false,
};

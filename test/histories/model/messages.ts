import type { MessagesAfterErasure } from '../../../shared/contract/users.ts';
import { Possible } from './possible.ts';

/** The messages of a history: what was sent, and what may have become of it. */
export class Messages {
  readonly #sends = new Map<string, Send>();
  /** Whether a reaction is there, or a message is hidden from somebody. */
  readonly #flags = new Possible(false);

  /** A send begins; a repetition under the same key is the same send. */
  sending(id: string, from: number, to: number): void {
    const send = this.#sends.get(id) ?? {
      from,
      to,
      tries: 0,
      refused: false,
      texts: new Set([id]),
      ever: new Set([id]),
    };
    this.#sends.set(id, { ...send, tries: send.tries + 1 });
  }

  /** @returns the problems of the answer. */
  sent(id: string, sent: { uuid: string; cursor: string }): string[] {
    const send = this.#sends.get(id) as Send;
    if (send.sent && send.sent.uuid !== sent.uuid) return [`${id} was answered with two messages`];
    send.sent = { uuid: sent.uuid, cursor: sent.cursor };
    return [];
  }

  refused(id: string): void {
    (this.#sends.get(id) as Send).refused = true;
  }

  /** A change of a message's text begins; '' is its deletion. */
  changing(id: string, text: string): void {
    const { isDeleted, texts, ever } = this.#sends.get(id) as Send;
    if (isDeleted) return;
    texts.add(text);
    ever.add(text);
  }

  /** An answered edit leaves some later text than the first; an answered deletion leaves none, for ever. */
  changed(id: string, text: string): void {
    const send = this.#sends.get(id) as Send;
    send.texts.delete(id);
    if (text !== '') return;
    send.texts = new Set(['']);
    send.isDeleted = true;
  }

  /** An edit was refused, so its text is nowhere. */
  unchanged(id: string, text: string): void {
    const { texts, ever } = this.#sends.get(id) as Send;
    texts.delete(text);
    ever.delete(text);
  }

  /** Whether its sender may have deleted a message. */
  mayBeDeleted(id: string): boolean {
    return (this.#sends.get(id) as Send).texts.has('');
  }

  /** A reaction, its removal or a hiding begins. */
  flagging(flag: string, value: boolean): void {
    this.#flags.asking(flag, value);
  }

  /** It was answered, and nobody asked for the opposite meanwhile. */
  flagged(flag: string, value: boolean): void {
    this.#flags.answered(flag, value);
  }

  mayBeHidden(id: string, user: number): boolean {
    return this.#flags.values(hidingOf(id, user)).has(true);
  }

  /** Whether two people must have a group. */
  haveTalked(one: number, other: number): boolean {
    return this.#between(one, other).some(([, { sent }]) => sent);
  }

  /** How many sends between two people have begun, their repetitions too. */
  triesBetween(one: number, other: number): number {
    return this.#between(one, other).reduce((sum, [, { tries }]) => sum + tries, 0);
  }

  /** The sends of one to another, but for one of them. */
  sendsTo(from: number, to: number, except = ''): { isSent: boolean }[] {
    return [...this.#sends]
      .filter(([id, send]) => send.from === from && send.to === to && id !== except)
      .map(([, { sent }]) => ({ isSent: sent !== undefined }));
  }

  /** What somebody has sent, by its first text. */
  textsOf(user: number): string[] {
    return [...this.#sends].flatMap(([id, { from }]) => (from === user ? [id] : []));
  }

  /** Somebody has left: nothing of theirs is there, or at most their texts. */
  erased(user: number, choices: ReadonlySet<MessagesAfterErasure>): void {
    for (const send of this.#sends.values()) {
      if (send.from !== user || !choices.has('erase')) continue;
      send.texts = new Set(choices.has('keep') ? [...send.texts, ''] : ['']);
    }
    for (const id of this.#sends.keys())
      for (const emoji of EMOJI) this.#flags.answered(reactionOf(id, user, emoji), false);
  }

  /**
   * Called when somebody begins to search. What it returns tells, once that is answered, what is wrong with a message that
   * was found in their conversation with another: a text that was over before, or a message that was hidden from them.
   */
  lookAtFound(user: number): (other: number, found: Found) => string[] {
    const before = new Map(
      [...this.#sends].map(([id, { texts, ever }]) => [
        id,
        { texts: new Set(texts), ever: new Set(ever), hidden: this.#flags.values(hidingOf(id, user)) },
      ]),
    );
    return (other, { uuid, message }) => {
      const [id, send] =
        this.#between(user, other).find(
          ([id, { sent }]) => uuid === sent?.uuid || firstText(message) === id,
        ) ?? [];
      if (id === undefined || !send) return [`${user} found "${message}", which nobody sent there`];
      const was = before.get(id);
      const isPossible = was?.texts.has(message) || (send.ever.has(message) && !was?.ever.has(message));
      const problems: string[] = [];
      if (!isPossible || isNowhere(send)) problems.push(`${user} found ${id} as "${message}"`);
      if (send.sent && send.sent.uuid !== uuid) problems.push(`${user} found another message as ${id}`);
      if (was && !was.hidden.has(false)) problems.push(`${user} found ${id}, which is hidden from them`);
      return problems;
    };
  }

  /**
   * Checks the messages that somebody can read in a conversation, each once: by its uuid if it was acknowledged, or by its
   * first text.
   *
   * @param clearedTo the cursor up to which they have deleted the conversation for themselves; empty if they have not.
   */
  checkRead(one: number, other: number, listed: readonly Listed[], clearedTo: string): string[] {
    const problems: string[] = [];
    const known = new Set<object>();
    // Of a send that nobody acknowledged, only that it was deleted can be told.
    let nameless = 0;
    for (const [id, send] of this.#between(one, other)) {
      const found = listed.filter(({ uuid, message }) => uuid === send.sent?.uuid || message === id);
      for (const shown of found) known.add(shown);
      if (!send.sent && found.length === 0 && !isNowhere(send) && send.texts.has('')) nameless++;
      problems.push(...this.#checkShown(id, send, found));
      problems.push(...this.#checkPlace(id, send, { one, found, clearedTo }));
      for (const shown of found) problems.push(...this.#checkReactions(id, [one, other], shown));
    }
    for (const shown of listed) {
      if (shown.cursor <= clearedTo) problems.push(`${shown.message} was deleted by ${one} and is there`);
      if (!known.has(shown) && (shown.message !== '' || --nameless < 0))
        problems.push(`nobody sent "${shown.message}" here`);
    }
    return problems;
  }

  #checkShown(id: string, send: Send, found: readonly Listed[]): string[] {
    const problems: string[] = [];
    for (const { message } of found) if (!send.texts.has(message)) problems.push(`${id} reads ${message}`);
    if (found.length > 1) problems.push(`${id} is there ${found.length} times`);
    if (send.sent && found[0] && found[0].uuid !== send.sent.uuid) problems.push(`${id} is another message`);
    if (isNowhere(send) && found.length > 0) problems.push(`${id} was refused and is there`);
    return problems;
  }

  /** What was acknowledged is there, unless its reader has hidden or deleted it for themselves. */
  #checkPlace(
    id: string,
    { sent }: Send,
    { one, found, clearedTo }: { one: number; found: readonly Listed[]; clearedTo: string },
  ): string[] {
    const hidden = this.#flags.values(hidingOf(id, one));
    if (found.length > 0 && !hidden.has(false)) return [`${id} is hidden and is there`];
    const isCleared = sent !== undefined && sent.cursor <= clearedTo;
    if (sent && found.length === 0 && !hidden.has(true) && !isCleared)
      return [`${id} was acknowledged and is lost`];
    return [];
  }

  #checkReactions(id: string, users: number[], { message, reactions }: Listed): string[] {
    if (message === '') return reactions.length > 0 ? [`${id} is deleted and has reactions`] : [];
    return users.flatMap((user) =>
      EMOJI.flatMap((emoji) => {
        const isThere = reactions.some((one) => one.user === user && one.emoji === emoji);
        const flag = reactionOf(id, user, emoji);
        return this.#flags.values(flag).has(isThere) ? [] : [`${flag} is ${isThere ? '' : 'not '}there`];
      }),
    );
  }

  /** What was refused at its only try is in no item. */
  checkRefused(stored: readonly string[]): string[] {
    const texts = new Set(stored);
    return [...this.#sends].flatMap(([id, send]) =>
      isNowhere(send) && texts.has(id) ? [`${id} was refused and is stored`] : [],
    );
  }

  #between(one: number, other: number): [string, Send][] {
    return [...this.#sends].filter(
      ([, { from, to }]) => (from === one && to === other) || (from === other && to === one),
    );
  }
}

/** The reactions of the histories. */
export const EMOJI = ['👍', '🎉'] as const;

export const reactionOf = (id: string, user: number, emoji: string) => `${emoji} of ${user} on ${id}`;
export const hidingOf = (id: string, user: number) => `${id} hidden from ${user}`;

/** A message as somebody reads it. */
export interface Listed {
  uuid: string;
  cursor: string;
  message: string;
  reactions: { user: number; emoji: string }[];
}

/** A message as somebody finds it. */
export type Found = Omit<Listed, 'reactions'>;

interface Send {
  from: number;
  to: number;
  /** The message in the answers. */
  sent?: { uuid: string; cursor: string };
  tries: number;
  /** What it may read now; '' if it may be deleted. */
  texts: Set<string>;
  /** What it may ever have read. */
  ever: Set<string>;
  /** Its deletion was acknowledged. */
  isDeleted?: true;
  /** A refusal is not stored: the same send may be accepted once the group exists. */
  refused: boolean;
}

/** Each text is its id, with the number of an edit. */
const firstText = (text: string) => text.replace(/, edited.*/, '');

const isNowhere = ({ refused, tries }: Send) => refused && tries === 1;

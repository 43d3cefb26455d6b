import type { WhoMayWrite } from '../../../shared/contract/users.ts';
import type { Leaving } from './leaving.ts';
import type { Messages } from './messages.ts';
import { Possible } from './possible.ts';

/** Whether a request may pass; `maybe` if what decides it has changed meanwhile. */
export type Verdict = 'yes' | 'no' | 'maybe';

/** Who may write to whom: blocks, who takes messages from whom, and who has left. */
export class Access {
  readonly #messages: Messages;
  readonly #leaving: Leaving;
  readonly #blocks = new Possible(false);
  readonly #takes = new Possible<WhoMayWrite>('everyone');

  constructor(messages: Messages, leaving: Leaving) {
    this.#messages = messages;
    this.#leaving = leaving;
  }

  /** Somebody blocks another one, or ends it. */
  blocking(blocker: number, blocked: number, isOn: boolean): void {
    this.#blocks.asking(`${blocker} ${blocked}`, isOn);
  }

  blocked(blocker: number, blocked: number, isOn: boolean): void {
    this.#blocks.answered(`${blocker} ${blocked}`, isOn);
  }

  /** Whether a block was ever asked for. */
  mayHaveBlocked(blocker: number, blocked: number): boolean {
    return this.#blocks.asked(`${blocker} ${blocked}`) > 0;
  }

  /** Somebody says from whom they take first messages. */
  allowing(user: number, who: WhoMayWrite): void {
    this.#takes.asking(`${user}`, who);
  }

  allowed(user: number, who: WhoMayWrite): void {
    this.#takes.answered(`${user}`, who);
  }

  /** From whom somebody may take first messages now, and how often they have said so. */
  takes(user: number): { values: ReadonlySet<WhoMayWrite>; asked: number } {
    return { values: this.#takes.values(`${user}`), asked: this.#takes.asked(`${user}`) };
  }

  /** Whether somebody may ever have taken first messages as requests. */
  mayHaveTakenRequests(user: number): boolean {
    return this.#takes.ever(`${user}`).has('requests');
  }

  /** Called when a request to the other side begins. What it returns tells, once that is answered, whether it may pass. */
  look(one: number, other: number): () => Verdict {
    const keys = [`${one} ${other}`, `${other} ${one}`];
    const before = keys.map((key) => ({ values: this.#blocks.values(key), asked: this.#blocks.asked(key) }));
    return () => {
      const isSame = keys.every((key, index) => this.#blocks.asked(key) === before[index]?.asked);
      if (isSame && before.some(({ values }) => !values.has(false))) return 'no';
      if (this.#leaving.mayBeGone(one, other)) return 'maybe';
      return isSame && before.every(({ values }) => !values.has(true)) ? 'yes' : 'maybe';
    };
  }

  /** The same for a send: a first message asks for the receiver's handle, and whether they take it. */
  lookAtSend(from: number, to: number, byHandle: boolean): () => Verdict {
    const look = this.look(from, to);
    if (!byHandle) return look;
    const wasGone = this.#leaving.isGone(from, to);
    const hadTalked = this.#messages.haveTalked(from, to);
    const before = this.takes(to);
    return () => {
      const verdict = look();
      if (wasGone || verdict === 'no') return 'no';
      if (hadTalked) return verdict;
      const now = this.takes(to);
      if (!before.values.has('nobody') && !now.values.has('nobody')) return verdict;
      const isOnlyTry = this.#messages.triesBetween(from, to) === 1;
      const isShut = before.values.size === 1 && before.values.has('nobody') && now.asked === before.asked;
      return isShut && isOnlyTry ? 'no' : 'maybe';
    };
  }
}

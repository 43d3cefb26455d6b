import type { MessagesAfterErasure } from '../../../shared/contract/users.ts';

/** Who erases their account, and what they have chosen. */
export class Leaving {
  readonly #choices = new Map<number, Set<MessagesAfterErasure>>();
  readonly #gone = new Set<number>();

  /** Somebody begins to erase their account. */
  leaving(user: number, messages: MessagesAfterErasure): void {
    this.#choices.set(user, new Set([...(this.#choices.get(user) ?? []), messages]));
  }

  /** It was answered. */
  left(user: number): void {
    this.#gone.add(user);
  }

  mayBeGone(...users: number[]): boolean {
    return users.some((user) => this.#choices.has(user));
  }

  isGone(...users: number[]): boolean {
    return users.some((user) => this.#gone.has(user));
  }

  /** Whether somebody's messages may be going with their account. */
  mayErase(user: number): boolean {
    return this.#choices.get(user)?.has('erase') ?? false;
  }

  /** Everybody who has left, and what they may have chosen. */
  all(): [user: number, choices: ReadonlySet<MessagesAfterErasure>][] {
    return [...this.#choices];
  }
}

import type * as contract from '../../../../shared/contract/frames.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { readsPrivately } from './private-reading.ts';

/** Typed as the contract's literal: the schema is not bundled. */
const TYPING_EVERY_MS: typeof contract.TYPING_EVERY_MS = 4_000;
/** Longer than the other side waits between two frames: somebody who goes on typing is shown without a gap. */
const SHOWN_FOR_MS = 6_000;

/** The message groups in which the other member is typing, each with the timer that ends it. */
const typing = new Map<string, ReturnType<typeof setTimeout>>();
const store = createStore(() => typing);

/** Takes what a frame told. */
export function receiveTyping(group: string): void {
  clearTimeout(typing.get(group));
  typing.set(
    group,
    setTimeout(() => endTyping(group), SHOWN_FOR_MS),
  );
  store.tell();
}

/** What was typed has come, or nothing more. */
export function endTyping(group: string): void {
  clearTimeout(typing.get(group));
  if (typing.delete(group)) store.tell();
}

/** Whether the other member of a message group is typing. */
export function useIsTyping(group: string): boolean {
  return useStore({ ...store, read: () => isTyping(group) });
}

export const isTyping = (group: string): boolean => typing.has(group);

let carrier: ((group: string) => void) | undefined;
let told = { group: '', at: Number.NEGATIVE_INFINITY };

/** Names who tells the server that the user is typing. Returns a function that ends it. */
export function carryTyping(carry: (group: string) => void): () => void {
  carrier = carry;
  return () => {
    carrier = undefined;
  };
}

/**
 * Tells the other member that the user is typing: at most every few seconds while they stay in one message group, and not
 * in a browser that reads privately.
 */
export function tellTyping(group: string): void {
  const now = Date.now();
  const isTold = told.group === group && now - told.at < TYPING_EVERY_MS;
  if (!carrier || readsPrivately() || isTold) return;
  told = { group, at: now };
  carrier(group);
}

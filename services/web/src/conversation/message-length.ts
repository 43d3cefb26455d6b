import type * as contract from '../../../../shared/contract/messages.ts';

/** The type is the contract's literal: another number there fails to compile here, and no schema is bundled. */
const MAX: typeof contract.MESSAGE_MAX_CODE_POINTS = 1024;
const SHOWN_FROM = 100;

/** What the composer says about the length of a text. The server counts code points, and so does this. */
export function messageLength(text: string) {
  const left = MAX - [...text].length;
  return { left, isShown: left <= SHOWN_FROM, isTooLong: left < 0 };
}

/** Whether the server would take the text. */
export function isSendable(text: string): boolean {
  return text.trim() !== '' && text.isWellFormed() && !messageLength(text).isTooLong;
}

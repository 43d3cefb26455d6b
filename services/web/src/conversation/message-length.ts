import { hasControls, showsNothing } from '../../../../shared/contract/characters.ts';
import type * as contract from '../../../../shared/contract/messages.ts';

/** The type is the contract's literal: another number there fails to compile here, and no schema is bundled. */
const MAX_CODE_POINTS: typeof contract.MESSAGE_MAX_CODE_POINTS = 1024;
const SHOWN_FROM = 100;

/** More than this is not kept in the composer: enough to shorten what was pasted, and cheap to measure at each key. */
export const MAX_COMPOSED_CHARACTERS = 4 * MAX_CODE_POINTS;

/** What the composer says about the length of a text. The server counts code points, and so does this. */
export function messageLength(text: string) {
  const left = MAX_CODE_POINTS - [...text].length;
  return { left, isShown: left <= SHOWN_FROM, isTooLong: left < 0 };
}

/** Whether the server would take the text. */
export function isSendable(text: string): boolean {
  return !showsNothing(text) && text.isWellFormed() && !hasControls(text) && !messageLength(text).isTooLong;
}

/** What the server refuses and nobody sees, as it comes with what is copied from a terminal. */
export function withoutControls(text: string): string {
  return hasControls(text) ? text.replace(/[^\P{Cc}\n\t]/gu, '') : text;
}

/** Whether there is no room for a text in the place of what is selected. */
export function overflows(
  {
    value,
    selectionStart,
    selectionEnd,
  }: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>,
  added: string,
): boolean {
  const kept = value.length - (selectionEnd - selectionStart);
  return kept + added.length > MAX_COMPOSED_CHARACTERS;
}

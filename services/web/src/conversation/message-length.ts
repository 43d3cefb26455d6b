import { hasControls, showsNothing } from '../../../../shared/contract/characters.ts';
import type * as contract from '../../../../shared/contract/messages.ts';

/** Typed as the contract's literal: a change there fails to compile here, and the schema is not bundled. */
const MAX_CODE_POINTS: typeof contract.MESSAGE_MAX_CODE_POINTS = 1024;
const SHOWN_FROM = 100;

/** The composer's limit: leaves room to shorten a pasted text, and is cheap to measure on each key. */
export const MAX_COMPOSED_CHARACTERS = 4 * MAX_CODE_POINTS;

/** The state of the character counter. Counts code points, as the server does. */
export function messageLength(text: string) {
  const left = MAX_CODE_POINTS - [...text].length;
  return { left, isShown: left <= SHOWN_FROM, isTooLong: left < 0 };
}

/** Whether the server would accept the text. */
export function isSendable(text: string): boolean {
  return !showsNothing(text) && text.isWellFormed() && !hasControls(text) && !messageLength(text).isTooLong;
}

/** Removes invisible control characters that the server refuses; text copied from a terminal has them. */
export function withoutControls(text: string): string {
  return hasControls(text) ? text.replace(/[^\P{Cc}\n\t]/gu, '') : text;
}

/** Whether a text does not fit in place of the selection. */
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

import { accountWords } from '../words/account.ts';

/** The first rule of the contract's `Handle` that a handle breaks; undefined if it is valid. */
export function handleFault(handle: string): string | undefined {
  if (/^[a-z0-9_]{3,30}$/.test(handle)) return undefined;
  if (handle.length < 3) return accountWords.handleTooShort;
  if (handle.length > 30) return accountWords.handleTooLong;
  return accountWords.handleCharacters;
}

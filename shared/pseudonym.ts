import { createHmac } from 'node:crypto';

/** 64 bits tell a million people apart. */
const CHARACTERS = 16;

/**
 * The name of a person in the log: lines of one person can be found together, and with the key those of a given person,
 * but a line alone names nobody. A new key begins new names.
 *
 * @param who an account's `sub`, or an address in lower case.
 */
export const pseudonymOf = (key: string, who: string): string =>
  createHmac('sha256', key).update(who).digest('hex').slice(0, CHARACTERS);

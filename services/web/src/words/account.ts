import { catalogue } from './catalogue.ts';
import { account } from './en/account.ts';

/** Signing in, signing up and what a password or a handle must be. */
export const accountWords = catalogue('account', account);

import { isLetter } from './characters.ts';

/** Roles that would impersonate us. */
const ROLES = [
  'admin',
  'administrator',
  // Shown in place of somebody who has left.
  'deletedaccount',
  'help',
  'helpdesk',
  'mod',
  'moderator',
  'official',
  'operator',
  'root',
  'security',
  'staff',
  'support',
  'system',
  'team',
];

/** Words that appear in URLs, sentences or code in place of a handle. */
const WORDS =
  /^(about|anonymous|api|app|assets|auth|blocks|confirm|everyone|forgot|health|here|home|login|logout|me|messages?|new|nobody|null|public|reports|requests|search|settings|sign_?(in|out|up)|undefined|users?|www)$/;

/** Forbidden anywhere in a name. */
const OURS = 'cruddur';

/**
 * Homoglyphs: digits and letters of other scripts that look like letters of the names above; NFKD covers other forms of
 * letters.
 */
const LOOKALIKES: Record<string, string> = {
  a: 'аαɑ4@',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еє3',
  f: 'ϝ',
  h: 'һհ',
  i: 'ιіıӏ1l|!',
  k: 'кκ',
  m: 'мϻ',
  n: 'пηո',
  o: 'оοσօ0',
  p: 'рρ',
  r: 'гɾ',
  s: 'ѕꜱ5$',
  t: 'тτ7',
  u: 'υսц',
  y: 'уүγ',
};

/** Whether a handle is reserved: it would impersonate us, or names no person. */
export const isReservedHandle = (handle: string) =>
  !/[a-z0-9]/.test(handle) || WORDS.test(handle) || isReservedName(handle);

/** Whether a display name impersonates us. */
export function isReservedName(name: string): boolean {
  const letters = skeleton(name);
  return letters.includes(skeleton(OURS)) || ROLES.some((role) => skeleton(role) === letters);
}

/** The skeleton of a name: letters only, with homoglyphs replaced by one letter. */
function skeleton(name: string): string {
  return [...name.normalize('NFKD').toLowerCase()].map(lookOf).filter(isLetter).join('');
}

const lookOf = (letter: string) =>
  Object.entries(LOOKALIKES).find(([, forms]) => forms.includes(letter))?.[0] ?? letter;

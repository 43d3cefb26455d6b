/** Whom people would take for us. */
const ROLES = [
  'admin',
  'administrator',
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

/** What stands in an address, in a sentence or in code where a handle could stand. */
const WORDS =
  /^(about|anonymous|api|app|assets|auth|blocks|confirm|everyone|forgot|health|here|home|login|logout|me|messages?|new|nobody|null|public|reports|requests|search|settings|sign_?(in|out|up)|undefined|users?|www)$/;

/** In no name, whatever else it says. */
const OURS = 'cruddur';

/** Letters of other scripts and digits that look like a letter of the names above; NFKD knows letters in other forms. */
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

/** Whether nobody may take a handle: people would take it for ours, or it names nobody. */
export const isReservedHandle = (handle: string) =>
  !/[a-z0-9]/.test(handle) || WORDS.test(handle) || isReservedName(handle);

/** Whether people would take whoever has a display name for us. */
export function isReservedName(name: string): boolean {
  const letters = skeleton(name);
  return letters.includes(skeleton(OURS)) || ROLES.some((role) => skeleton(role) === letters);
}

/** What a name looks like: its letters alone, with one letter for all that look alike. */
function skeleton(name: string): string {
  return [...name.normalize('NFKD').toLowerCase()]
    .map(lookOf)
    .filter((letter) => /\p{L}/u.test(letter))
    .join('');
}

const lookOf = (letter: string) =>
  Object.entries(LOOKALIKES).find(([, forms]) => forms.includes(letter))?.[0] ?? letter;

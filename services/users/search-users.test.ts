import { createPerson, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { handler as searchUsers } from './search-users.ts';
import { handler as updateMe } from './update-me.ts';

let bayko: Person;

beforeAll(async () => {
  bayko = await createPerson('bayko', 'Andrew Bayko');
  await createPerson('londo', 'Londo Mollari');
  await createPerson('lon_don', 'Bay City');
  await createPerson('percent', '100% me');
  await Promise.all(Array.from({ length: 25 }, (_, n) => createPerson(`many_${n}`, 'Many')));
});

const search = async (query: Record<string, string>) =>
  call(searchUsers, 'searchUsers', { as: bayko, query });
const handles = async (q: string) => (await search({ q })).body.map(({ handle }) => handle);

test('finds users by the beginning of handle or display name, in any case', async () => {
  expect(await handles('lon')).toEqual(['lon_don', 'londo']);
  expect(await handles('LONDO M')).toEqual(['londo']);
  expect(await handles('bay c')).toEqual(['lon_don']);
});

test('finds a name in any script', async () => {
  // JavaScript and Postgres lower-case these differently.
  await Promise.all([createPerson('odos', 'ΟΔΟΣ'), createPerson('istanbul', 'İstanbul')]);
  expect(await handles('ΟΔΟΣ')).toEqual(['odos']);
  expect(await handles('İst')).toEqual(['istanbul']);
});

test('finds a name in any Unicode form', async () => {
  await Promise.all([createPerson('composed', 'Zo\u00eb'), createPerson('decomposed', 'Zoe\u0308')]);
  for (const q of ['zo\u00eb', 'ZOE\u0308']) expect(await handles(q)).toEqual(['composed', 'decomposed']);
});

test('finds a name by the beginning of any of its words, and by several words', async () => {
  await createPerson('jsmith', 'John  Smith');
  await createPerson('bdupont', 'Béatrice Dupont-Lefèvre');
  await createPerson('obrien', "Miles (Chief) O'Brien");
  for (const q of ['john', 'Smith', 'smi', 'john sm', 'john-smith', ' john  smith '])
    expect([q, await handles(q)]).toEqual([q, ['jsmith']]);
  for (const q of ['dup', 'lefèvre', 'beatrice dupont lefevre'])
    expect(await handles(q)).toEqual(['bdupont']);
  for (const q of ['brien', "o'b", 'chief']) expect(await handles(q)).toEqual(['obrien']);
  for (const q of ['mith', 'smith john', '--']) expect([q, await handles(q)]).toEqual([q, []]);
});

test('finds a name with or without its accents', async () => {
  await createPerson('smueller', 'Sophie Müller');
  await createPerson('lodz', 'Łódź');
  for (const q of ['müller', 'MULLER', 'mu\u0308ll']) expect(await handles(q)).toEqual(['smueller']);
  for (const q of ['łódź', 'lodz']) expect(await handles(q)).toEqual(['lodz']);
});

test('finds a person by the new name after a renaming, and no longer by the old one', async () => {
  const person = await createPerson('renamed', 'Susanna Luchenko');
  await call(updateMe, 'updateMe', { as: person, body: { display_name: 'Susan Ivanova' } });
  expect(await handles('ivanova')).toEqual(['renamed']);
  expect(await handles('luchenko')).toEqual([]);
});

test('excludes the caller', async () => {
  expect(await handles('bayko')).toEqual([]);
  expect(await handles('andrew')).toEqual([]);
});

test('matches % and _ and \\ literally', async () => {
  expect(await handles('%%')).toEqual([]);
  expect(await handles('lon_')).toEqual(['lon_don']);
  expect(await handles('100%')).toEqual(['percent']);
  expect(await handles('\\\\')).toEqual([]);
});

test('returns at most 20', async () => {
  expect(await handles('many')).toHaveLength(20);
});

test.each<[string, Record<string, string>]>([
  ['absent', {}],
  ['blank', { q: '  ' }],
  ['one letter', { q: ' a ' }],
  ['too long', { q: 'x'.repeat(65) }],
  ['without a UTF-8 form', { q: '\udc00' }],
  ['with a NUL, which no name has', { q: 'a\u0000' }],
])('a q that is %s is refused', async (_, query) => {
  expect(await search(query)).toMatchObject({ status: 422, errors: ['q_invalid'] });
});

/**
 * How a search cuts texts into words, in any script. The index and the search use the same cut, so that a hit is always
 * found where it is shown.
 */

import { regExp } from './contract/characters.ts';

/** A part of a text that a search found, in code points: `from` included, `to` not. */
export interface Hit {
  from: number;
  to: number;
}

/** What looks like one character, and how it is compared: without case, accents and compatibility forms. */
interface Sign extends Hit {
  folded: string;
}

/** Signs without anything between them: a word, or a piece of a script that does not put spaces between words. */
interface Run {
  signs: Sign[];
  isUnspaced: boolean;
}

// Made while the file loads, when a function has a whole core: each search and each message needs them.
const SIGN = regExp(String.raw`[\p{L}\p{N}\p{Extended_Pictographic}][\p{M}\p{Cf}]*`, 'gu');
const UNSPACED = regExp(
  String.raw`^[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{Extended_Pictographic}]`,
  'u',
);

/**
 * Marks that people leave out when they type: accents, Hebrew points, Arabic vowels and the line that stretches a word.
 * Others, such as the vowels of Indian scripts, are a part of the word. Nothing else than these is left out but what is no
 * letter, digit or picture, so that a word needs no quoting anywhere.
 */
const LEFT_OUT = regExp(
  String.raw`[\u0300-\u036f\u0483-\u0487]|[\u0591-\u05c7]|[\u064b-\u065f\u0670]|\u0640|[\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]|[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]`,
  'gu',
);

/** Letters that do not come apart into a letter and a mark. */
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
};

function fold(sign: string): string {
  const lower = sign.normalize('NFKD').toLowerCase().normalize('NFKD');
  return lower.replace(/[ßæœøđðħıłþς]/g, (letter) => SPELLED[letter] ?? letter).replace(LEFT_OUT, '');
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  let at = 0;
  for (const { 0: sign, index } of text.matchAll(SIGN)) {
    const isUnspaced = UNSPACED.test(sign);
    const last = runs.at(-1);
    const run = last?.isUnspaced === isUnspaced && index === end ? last : { signs: [], isUnspaced };
    if (run !== last) runs.push(run);
    const from = at + lengthOf(text.slice(end, index));
    at = from + lengthOf(sign);
    end = index + sign.length;
    run.signs.push({ folded: fold(sign), from, to: at });
  }
  return runs;
}

const lengthOf = (text: string) => [...text].length;

/** Longer words are found by their beginning. */
const MAX_WORD_LENGTH = 48;

/**
 * The words under which a text is stored for the search, each once. A script without spaces is stored in pairs of signs,
 * which overlap, and the last sign alone.
 */
export function wordsOf(text: string): string[] {
  return distinct(
    runsOf(text).flatMap(({ signs, isUnspaced }) =>
      isUnspaced ? signs.map((_, place) => pairAt(signs, place)) : [wholeOf(signs)],
    ),
  );
}

/** What a text that matches has: a word as it stands, or one that begins so. */
export interface WantedWord {
  word: string;
  isBeginning: boolean;
}

/** What is asked for; empty if the query has neither a letter nor a digit. */
export function wantedWords(query: string): WantedWord[] {
  return runsOf(query).flatMap(({ signs, isUnspaced }) => {
    if (!isUnspaced || signs.length === 1) return beginning(wholeOf(signs));
    return distinct(signs.slice(1).map((_, place) => pairAt(signs, place))).map((word) => ({
      word,
      isBeginning: false,
    }));
  });
}

const beginning = (word: string) => (word === '' ? [] : [{ word, isBeginning: true }]);

const pairAt = (signs: Sign[], place: number) => cut(foldedOf(signs.slice(place, place + 2)));
const wholeOf = (signs: Sign[]) => cut(foldedOf(signs));
const cut = (word: string) => word.slice(0, MAX_WORD_LENGTH).toWellFormed().replace('\ufffd', '');
const foldedOf = (signs: readonly Sign[]) => signs.map(({ folded }) => folded).join('');
const distinct = (words: string[]) => [...new Set(words)].filter((word) => word !== '');

/** A long text full of hits is no easier to read for more marks. */
const MAX_HITS = 20;

/**
 * Where a text has what is asked for: each word of the query begins a word of the text, or stands anywhere in a script
 * without spaces. Undefined unless it has all of them.
 */
export function findHits(text: string, query: string): Hit[] | undefined {
  const runs = runsOf(text);
  const hits: Hit[] = [];
  const wanted = runsOf(query)
    .map(({ signs, isUnspaced }) => ({ folded: foldedOf(signs), isUnspaced }))
    .filter(({ folded }) => folded !== '');
  for (const { folded, isUnspaced } of wanted) {
    const found = runs
      .filter((run) => run.isUnspaced === isUnspaced)
      .flatMap(({ signs }) => (isUnspaced ? placesIn(signs, folded) : (placeAt(signs, 0, folded) ?? [])));
    if (found.length === 0) return undefined;
    hits.push(...found);
  }
  return wanted.length === 0 ? undefined : apart(hits).slice(0, MAX_HITS);
}

const placesIn = (signs: Sign[], folded: string): Hit[] =>
  signs.flatMap((_, place) => placeAt(signs, place, folded) ?? []);

/** The hit that begins with a sign; undefined if what is wanted does not begin there. */
function placeAt(signs: Sign[], first: number, wanted: string): Hit | undefined {
  let left = wanted;
  for (const { folded, to } of signs.slice(first)) {
    if (folded.startsWith(left)) return { from: (signs[first] as Sign).from, to };
    if (!left.startsWith(folded)) return undefined;
    left = left.slice(folded.length);
  }
  return undefined;
}

/** Hits in order, overlapping ones as one. */
function apart(hits: Hit[]): Hit[] {
  const joined: Hit[] = [];
  for (const hit of hits.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last && hit.from <= last.to) last.to = Math.max(last.to, hit.to);
    else joined.push({ ...hit });
  }
  return joined;
}

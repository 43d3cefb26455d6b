import { findLinks } from './links.ts';

/** A part of a text, ready to render. `text` is as it was written, without the markers around it. */
export type Part =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string; host?: string | undefined }
  | { kind: 'strong' | 'em'; parts: Part[] };

/** What the sign around a part is, for the reader who copies it. */
export const MARKERS = { strong: '*', em: '_', code: '`' } as const;

/**
 * Splits a text into `*strong*`, `_emphasized_` and `` `code` `` parts, web addresses and the rest. Markers enclose whole
 * words on one line. The parts joined, with their markers, equal the text.
 */
export function format(text: string): Part[] {
  const whole = wholeParts(text);
  return emphasized({ text: masked(text, whole), start: 0 }, 'both', { text, whole });
}

/** A part in which nothing is emphasized, with its place in the text. */
interface Whole {
  start: number;
  end: number;
  part: Part;
}

interface Source {
  text: string;
  whole: readonly Whole[];
}

const CODE = /`(?=\S)[^`\n]*[^`\s]`/g;

function wholeParts(text: string): Whole[] {
  const found: Whole[] = [];
  let end = 0;
  const addLinks = (to: number) => {
    let start = end;
    for (const { text: piece, href, host } of findLinks(text.slice(end, to))) {
      if (href)
        found.push({ start, end: start + piece.length, part: { kind: 'link', text: piece, href, host } });
      start += piece.length;
    }
  };
  for (const { 0: code, index } of text.matchAll(CODE)) {
    addLinks(index);
    end = index + code.length;
    found.push({ start: index, end, part: { kind: 'code', text: code.slice(1, -1) } });
  }
  addLinks(text.length);
  return found;
}

/** The text with a sign that is no marker in place of each character of a whole part. */
function masked(text: string, whole: readonly Whole[]): string {
  let mask = '';
  for (const { start, end } of whole) mask += text.slice(mask.length, start) + '.'.repeat(end - start);
  return mask + text.slice(mask.length);
}

const PAIRS = { both: pairOf('*_'), '*': pairOf('_'), _: pairOf('*') };

/** A pair of markers around whole words: `snake_case_name`, `2 * 3 * 4` and `**` stay as they are. */
function pairOf(markers: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}*_])([${markers}])(?=[^\\s*_]|(?!\\1)[*_])([^\\n]*?[^\\s])(?<!\\1)\\1(?![\\p{L}\\p{N}*_])`,
    'u',
  );
}

interface Slice {
  /** Masked. */
  text: string;
  /** Where it begins in the source. */
  start: number;
}

/** @param within the marker around the slice: inside of it only the other one counts. */
function emphasized({ text, start }: Slice, within: keyof typeof PAIRS, source: Source): Part[] {
  const found = PAIRS[within].exec(text);
  if (!found) return leaves(start, start + text.length, source);
  const { 0: pair, 1: marker, 2: inner = '', index } = found;
  const end = index + pair.length;
  const kind = marker === '*' ? 'strong' : 'em';
  const inside = within === 'both' ? (marker as '*' | '_') : undefined;
  const innerStart = start + index + 1;
  const parts = inside
    ? emphasized({ text: inner, start: innerStart }, inside, source)
    : leaves(innerStart, innerStart + inner.length, source);
  return [
    ...leaves(start, start + index, source),
    { kind, parts },
    ...emphasized({ text: text.slice(end), start: start + end }, within, source),
  ];
}

/** The texts, addresses and codes of a range. No marker lies inside of a whole part, so a range cuts none. */
function leaves(from: number, to: number, { text, whole }: Source): Part[] {
  const parts: Part[] = [];
  let at = from;
  const addText = (end: number) => {
    if (end > at) parts.push({ kind: 'text', text: text.slice(at, end) });
  };
  for (const { start, end, part } of whole) {
    if (start < from || end > to) continue;
    addText(start);
    parts.push(part);
    at = end;
  }
  addText(to);
  return parts;
}

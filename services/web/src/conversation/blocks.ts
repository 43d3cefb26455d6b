/** A run of lines of a text. Joined by line breaks, the blocks equal the text. */
export type Block =
  | { kind: 'lines'; text: string }
  /** Code between two fences, which are lines of their own. */
  | { kind: 'fenced'; open: string; text: string; close: string }
  /** Lines that quote; `texts` are without their {@link QUOTED}. */
  | { kind: 'quote'; texts: string[] };

/** What a quoting line begins with. */
export const QUOTED = '> ';

const OPENING = /^```[^`]*$/;
const CLOSING = /^```\s*$/;

/** Splits a text into fenced code, quotes, and what lies between them. */
export function toBlocks(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const { block, length } = fencedAt(lines, at) ?? quoteAt(lines, at) ?? plainAt(lines, at);
    blocks.push(block);
    at += length;
  }
  return blocks;
}

interface Found {
  block: Block;
  /** In lines. */
  length: number;
}

/** A fence that is never closed is none. */
function fencedAt(lines: readonly string[], at: number): Found | undefined {
  const open = lines[at] as string;
  if (!OPENING.test(open)) return undefined;
  const end = lines.findIndex((line, index) => index > at && CLOSING.test(line));
  if (end < at + 2) return undefined;
  const text = lines.slice(at + 1, end).join('\n');
  return { block: { kind: 'fenced', open, text, close: lines[end] as string }, length: end - at + 1 };
}

function quoteAt(lines: readonly string[], at: number): Found | undefined {
  const texts = lines.slice(at, endOf(lines, at, isQuoted)).map((line) => line.slice(QUOTED.length));
  return texts.length > 0 ? { block: { kind: 'quote', texts }, length: texts.length } : undefined;
}

/** The line itself, and those after it up to the next block. */
function plainAt(lines: readonly string[], at: number): Found {
  const isPlain = (line: string, index: number) =>
    index === at || !(isQuoted(line) || fencedAt(lines, index));
  const end = endOf(lines, at, isPlain);
  return { block: { kind: 'lines', text: lines.slice(at, end).join('\n') }, length: end - at };
}

const isQuoted = (line: string) => line.startsWith(QUOTED);

function endOf(
  lines: readonly string[],
  at: number,
  goesOn: (line: string, index: number) => boolean,
): number {
  const end = lines.findIndex((line, index) => index >= at && !goesOn(line, index));
  return end < 0 ? lines.length : end;
}

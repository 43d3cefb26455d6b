import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from '../local/settings.ts';
import { Output, printError, printHelp } from './output.ts';

/** What is written while `work` runs, to both streams. */
function written(work: () => void): string {
  const streams = [process.stdout, process.stderr];
  const originals = streams.map(({ write }) => write);
  const chunks: (string | Uint8Array)[] = [];
  for (const stream of streams) stream.write = (chunk: string | Uint8Array) => chunks.push(chunk) > 0;
  try {
    work();
  } finally {
    streams.forEach((stream, index) => {
      stream.write = originals[index] as typeof stream.write;
    });
  }
  return chunks.join('');
}

/** An attacker's texts: any code point, often those that control a terminal. */
const texts = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x10ffff }),
      fc.integer({ min: 0, max: 0xa0 }),
      fc.constantFrom(0x1b, 0x9b, 0x200b, 0x202e, 0x2066, 0xfeff, 0xe0041),
    ),
  )
  .map((points) => String.fromCodePoint(...points));

const items = fc.array(fc.record({ handle: texts, text: texts, count: fc.integer() }));
const columns = {
  handle: ({ handle }: { handle: string }) => handle,
  text: ({ text }: { text: string }) => text,
  count: ({ count }: { count: number }) => count,
};

/** The printed lines, without control characters. */
const linesOf = (text: string) => text.split('\n').slice(0, -1);
const isPlain = (text: string) =>
  linesOf(text).every((line) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(line));

describe.each([false, true])('as JSON: %s', (asJson) => {
  const out = new Output(asJson);

  test('a list prints one line per item and no control characters', () => {
    fc.assert(
      fc.property(items, (some) => {
        const text = written(() => out.list(some, columns));
        expect(isPlain(text)).toBe(true);
        expect(linesOf(text)).toHaveLength(asJson ? 1 : some.length + 1);
        if (asJson) expect(JSON.parse(text)).toEqual(some);
      }),
    );
  });

  test('an item, a sentence and a note each take one line', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const printed = written(() => {
          out.item({ text }, text);
          out.json({ text });
          out.say(text);
          out.note(text);
        });
        expect(isPlain(printed)).toBe(true);
        expect(linesOf(printed)).toHaveLength(4);
      }),
    );
  });
});

test('the lines of an error after the first are indented', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const printed = written(() => printError(text));
      expect(isPlain(printed)).toBe(true);
      for (const line of linesOf(printed).slice(1)) expect(line).toMatch(/^ {2}/);
    }),
  );
});

test('the help escapes control characters that the person typed', () => {
  fc.assert(fc.property(texts, (text) => isPlain(written(() => printHelp('stderr', `${text}\n`)))));
});

test('no other file of the command line writes to a terminal', () => {
  const files = execFileSync('git', ['ls-files', 'cli'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const printing = files
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
    .filter((file) =>
      /console\.|process(\.(stdout|stderr)|\[\w+\])\.write\(/.test(readFileSync(join(root, file), 'utf8')),
    );
  // The first and third are separate npm programs; they print their file's name.
  expect(printing).toEqual(['cli/openapi.ts', 'cli/output.ts', 'cli/seed-file.ts']);
});

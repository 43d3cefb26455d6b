import fc from 'fast-check';
import { type Block, QUOTED, toBlocks } from './blocks.ts';

const written = (block: Block): string => {
  if (block.kind === 'lines') return block.text;
  if (block.kind === 'fenced') return [block.open, block.text, block.close].join('\n');
  return block.texts.map((text) => QUOTED + text).join('\n');
};

test('splits a text into fenced code, quotes and other lines', () => {
  expect(toBlocks('Look:\n```ts\nconst a = 1;\n\n> b\n```\nor\n> one\n> two\nYes.')).toEqual([
    { kind: 'lines', text: 'Look:' },
    { kind: 'fenced', open: '```ts', text: 'const a = 1;\n\n> b', close: '```' },
    { kind: 'lines', text: 'or' },
    { kind: 'quote', texts: ['one', 'two'] },
    { kind: 'lines', text: 'Yes.' },
  ]);
});

test.each(['```\nnever closed', '```\n```', '>:( and >> shift', 'a ``` b\n``` c ```', '', '\n'])(
  'leaves %j as it is',
  (text) => {
    expect(toBlocks(text)).toEqual([{ kind: 'lines', text }]);
  },
);

test('the blocks joined by line breaks equal the text', () => {
  const sign = fc.constantFrom('```', '> ', '>', '\n', '\n', 'a', ' ');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
      const text = signs.join('');
      expect(toBlocks(text).map(written).join('\n')).toBe(text);
    }),
  );
});

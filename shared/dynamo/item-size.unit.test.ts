import { itemBytes, readUnits, writeUnits } from './item-size.ts';

test('the size of an item is that of its names and values', () => {
  expect(itemBytes({ pk: 'MSG#1', n: 1234, text: 'ü', list: ['ab', 'c'] })).toBe(
    2 + 5 + (1 + 3) + (4 + 2) + (4 + 3 + 1 + 2 + 1 + 1),
  );
});

test('the size of a binary value is its bytes', () => {
  expect(itemBytes({ b: new Uint8Array(7) })).toBe(1 + 7);
});

test('reads are rounded up to 4 KB and writes to 1 KB', () => {
  expect([1, 4096, 4097].map((bytes) => readUnits(bytes))).toEqual([0.5, 0.5, 1]);
  expect(readUnits(4097, { consistent: true })).toBe(2);
  expect([1, 1024, 1025].map(writeUnits)).toEqual([1, 1, 2]);
});

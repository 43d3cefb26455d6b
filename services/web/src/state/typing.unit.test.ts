import { jest } from '@jest/globals';
import { readPrivately } from './private-reading.ts';
import { carryTyping, tellTyping } from './typing.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('tells of typing at most every 4 s, and not while reading privately', () => {
  const told = jest.fn();
  const stop = carryTyping(told);
  tellTyping('g');
  tellTyping('g');
  jest.advanceTimersByTime(3_999);
  tellTyping('g');
  expect(told.mock.calls).toEqual([['g']]);
  jest.advanceTimersByTime(1);
  readPrivately(true);
  tellTyping('g');
  expect(told).toHaveBeenCalledTimes(1);
  readPrivately(false);
  tellTyping('g');
  expect(told).toHaveBeenCalledTimes(2);
  stop();
  jest.advanceTimersByTime(4_000);
  tellTyping('g');
  expect(told).toHaveBeenCalledTimes(2);
});

import { jest } from '@jest/globals';
import { readPrivately } from './private-reading.ts';
import { carryTyping, endTyping, isTyping, receiveTyping, tellTyping } from './typing.ts';

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

test('tells at once in another message group', () => {
  const told = jest.fn();
  const stop = carryTyping(told);
  tellTyping('one');
  tellTyping('other');
  expect(told.mock.calls).toEqual([['one'], ['other']]);
  stop();
});

test('shows typing for 6 s after the last frame, and no longer once the message has come', () => {
  receiveTyping('g');
  jest.advanceTimersByTime(5_999);
  expect(isTyping('g')).toBe(true);
  receiveTyping('g');
  jest.advanceTimersByTime(5_999);
  expect(isTyping('g')).toBe(true);
  jest.advanceTimersByTime(1);
  expect(isTyping('g')).toBe(false);
  receiveTyping('g');
  endTyping('g');
  expect(isTyping('g')).toBe(false);
});

import { jest } from '@jest/globals';
import { currentMinute, subscribeToMinute } from './use-minute.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('the time is updated for listeners, and is current again for the first new one', () => {
  const heard = jest.fn();
  const stop = subscribeToMinute(heard);
  const began = Date.now();
  jest.advanceTimersByTime(90_000);
  expect([heard.mock.calls.length, currentMinute() - began]).toEqual([3, 90_000]);
  stop();
  jest.advanceTimersByTime(600_000);
  const stopAgain = subscribeToMinute(() => {});
  expect(currentMinute()).toBe(Date.now());
  stopAgain();
  expect(jest.getTimerCount()).toBe(0);
});

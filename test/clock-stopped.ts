import { jest } from '@jest/globals';

/** Stops the clock, so that a test does not cross the end of a limit's window. @returns a function that moves it on. */
export function stopClock(time = Date.now()): (seconds: number) => void {
  const stop = (at: number) => jest.spyOn(Date, 'now').mockReturnValue(at);
  let now = time;
  stop(now);
  return (seconds) => {
    now += seconds * 1000;
    jest.restoreAllMocks();
    stop(now);
  };
}

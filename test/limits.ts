import { limitsOfAccount } from '../shared/limits.ts';

/** What a stage sets so that tests and benchmarks, which do more than people do, stay within the limits. */
export const generousLimits = [...limitsOfAccount, 'frames', 'signUps', 'unanswered']
  .map((name) => `${name}=1000000`)
  .join();

import { limitSettings } from './config.ts';

/** How often somebody may do something within a window of time. */
export interface Limit {
  /** The most uses in one window. */
  limit: number;
  window_s: number;
  /** Whose uses are counted together. */
  counts: 'an account' | 'a pair' | 'an address' | 'the stage';
  reason: string;
}

const HOUR_S = 3600;

/** Every limit. A stage may set another number: {@link limitOf}. */
const limits = {
  signUpsOfAddress: {
    limit: 5,
    window_s: HOUR_S,
    counts: 'an address',
    reason:
      'Each sign-up sends a mail: nobody can fill the mailbox of somebody else. A typing error costs one.',
  },
  signUps: {
    limit: 200,
    window_s: HOUR_S,
    counts: 'the stage',
    reason:
      'Bounds the mails and accounts that somebody with many addresses can make. Raise it as the stage grows.',
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** @returns the limit, with the number that the stage sets in `CRUDDUR_LIMITS` (`signUps=1000,signUpsOfAddress=9`). */
export const limitOf = (name: LimitName): Limit => ({
  ...limits[name],
  limit: numbersOfStage[name] ?? limits[name].limit,
});

/** @throws InvalidLimits so that a function with a limit that nobody can mean does not start. */
function parseLimits(text: string): Partial<Record<LimitName, number>> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', number = ''] = /^\s*(\w+)\s*=\s*(\d{1,9})\s*$/.exec(pair) ?? [];
      if (!Object.hasOwn(limits, name) || Number(number) < 1) throw new InvalidLimits(pair);
      return [name, Number(number)];
    }),
  );
}

/** Thrown while a module loads. */
export class InvalidLimits extends Error {
  constructor(pair: string) {
    super(`CRUDDUR_LIMITS: "${pair}" is not one of ${Object.keys(limits).join(', ')} with a number from 1.`);
    this.name = 'InvalidLimits';
  }
}

const numbersOfStage = parseLimits(limitSettings().CRUDDUR_LIMITS ?? '');

import { limitSettings } from './config.ts';

/** How often somebody may do something within a window of time. */
export interface Limit {
  /** The most uses in one window. */
  limit: number;
  /** Infinity: until something else ends it. */
  window_s: number;
  /** Whose uses are counted together. */
  counts: 'an account' | 'a pair' | 'a connection' | 'an address' | 'the stage';
  reason: string;
}

/** How much of a limit is used, this use included. */
export interface Use extends Limit {
  name: LimitName;
  used: number;
  /** Whole seconds until the window ends and the count starts again. */
  reset_s: number;
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** Every limit. A stage may set another number: {@link limitOf}. */
const limits = {
  messages: {
    limit: 60,
    window_s: MINUTE_S,
    counts: 'an account',
    reason: 'One a second is more than anybody types; Signal and Stream allow as many.',
  },
  conversations: {
    limit: 30,
    window_s: DAY_S,
    counts: 'an account',
    reason: 'First messages are what spam is made of. They count here and not as messages: one write each.',
  },
  // The projection counts them in the sender's row.
  unanswered: {
    limit: 100,
    window_s: Number.POSITIVE_INFINITY,
    counts: 'a pair',
    reason:
      'Messages into one group whose other side has not answered since: who says nothing may not want them.',
  },
  // Edits and reactions. Taking off, hiding and deleting are free: they end with what is there.
  changes: {
    limit: 60,
    window_s: MINUTE_S,
    counts: 'an account',
    reason: 'Each is told to every page of both people.',
  },
  searches: {
    limit: 60,
    window_s: MINUTE_S,
    counts: 'an account',
    reason: 'The page searches while somebody types, at most once in 150 ms.',
  },
  messageSearches: {
    limit: 60,
    window_s: MINUTE_S,
    counts: 'an account',
    reason: 'As searches for people: the page searches while somebody types.',
  },
  peopleFound: {
    limit: 500,
    window_s: DAY_S,
    counts: 'an account',
    reason: 'Different people that searches have shown: finding a friend shows 20 to 40, the directory all.',
  },
  reports: {
    limit: 20,
    window_s: DAY_S,
    counts: 'an account',
    reason: 'Somebody reads each of them.',
  },
  exports: {
    limit: 2,
    window_s: DAY_S,
    counts: 'an account',
    reason: 'Reads everything that somebody may read. It counts when it begins, and not each of its pages.',
  },
  renames: {
    limit: 10,
    window_s: DAY_S,
    counts: 'an account',
    reason: 'A rename writes a row of everybody that the user talks to. Bluesky allows 10 in 5 minutes.',
  },
  frames: {
    limit: 5,
    window_s: 1,
    counts: 'a connection',
    reason: 'The page sends a ping in 50 s. More frames than this close the WebSocket.',
  },
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
    reason: 'Bounds what somebody with many addresses can make. Raise it as the stage grows.',
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** The limits that count an account's uses, in the order in which a person meets them. */
export const limitsOfAccount = (Object.keys(limits) as LimitName[]).filter(
  (name) => limits[name].counts === 'an account',
);

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

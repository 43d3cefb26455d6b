import * as fc from 'fast-check';
import { faults } from '../faults.ts';
import { EMOJI } from './model/messages.ts';

/** What the people of a random history do. */

const users = fc.integer({ min: 0, max: 3 });
// A hanging statement takes seconds; the schedules cover it at every statement.
const quick = faults.filter((one) => one !== 'hangs');
const fault = fc.option(fc.record({ at: fc.nat(7), fault: fc.constantFrom(...quick) }), { freq: 2 });

/** The clock skew of the function of the first try and of the retry, in milliseconds ahead. */
const clock = fc.constantFrom([0, 0], [0, 3_000], [5_000, -5_000], [-5_000, 5_000], [1_500, 0]);

/** Two people: any, or those of an earlier message, so that the same ones meet often enough. */
const between = { who: users, to: users, about: fc.option(fc.nat(20), { freq: 2 }), bySender: fc.boolean() };

/** A user's action; `struck` is the fault of one of its calls. */
const Action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      ...between,
      byHandle: fc.boolean(),
      key: fc.constantFrom('none', 'another', 'uuidv7', 'uuidv7', 'uuidv7', '1970', '2100'),
      clock,
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(20), clock, struck: fault }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      who: users,
      to: users,
      back: fc.nat(3),
      struck: fault,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), who: users, struck: fault }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      how: fc.constantFrom('edit' as const, 'edit' as const, 'delete' as const),
      which: fc.nat(20),
      struck: fault,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      which: fc.nat(20),
      bySender: fc.boolean(),
      emoji: fc.constantFrom(...EMOJI),
      isOn: fc.boolean(),
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hide' as const), which: fc.nat(20), struck: fault }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('block' as const),
      ...between,
      isOn: fc.constantFrom(true, true, false),
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      ...between,
      list: fc.constantFrom('inbox' as const, 'archived' as const),
      muted_until: fc.constantFrom(null, '2100-01-01T00:00:00.000Z', '2101-01-01T00:00:00.000Z'),
      isCleared: fc.constantFrom(false, true),
      struck: fault,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('project' as const), who: users, to: users, struck: fault }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('allow' as const),
      who: users,
      from: fc.constantFrom('everyone' as const, 'requests' as const, 'requests' as const, 'nobody' as const),
      struck: fault,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('index' as const),
      from: fc.nat(30),
      count: fc.nat(5),
      isReversed: fc.boolean(),
      struck: fault,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('search' as const), who: users, struck: fault }) },
  {
    // The receiver of a request decides, or not, and its sender writes on.
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      which: fc.nat(3),
      decision: fc.constantFrom('none' as const, 'accept' as const, 'decline' as const),
      messages: fc.nat(3),
      struck: fault,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('leave' as const),
      who: users,
      messages: fc.constantFrom('keep' as const, 'erase' as const, 'erase' as const),
      /** Of the erasure, which goes on until the end of the history. */
      steps: fc.nat(4),
      hasLastWord: fc.boolean(),
      /** To a message of somebody else, before they leave. */
      hasReacted: fc.boolean(),
      /** The index has what was sent before. */
      isFound: fc.constantFrom(true, true, false),
      struck: fault,
    }),
  },
);
export type Action = typeof Action extends fc.Arbitrary<infer A> ? A : never;

/** The actions of one kind. */
export type ActionOf<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** Sequential steps; the actions of a step run concurrently. */
export const History = fc.array(fc.array(Action, { minLength: 1, maxLength: 3, size: 'max' }), {
  minLength: 1,
  maxLength: 6,
  size: 'max',
});
export type History = typeof History extends fc.Arbitrary<infer H> ? H : never;

import fc from 'fast-check';
import { InvalidFilterPattern } from './errors.ts';
import { compileFilterPatterns } from './filter-pattern.ts';

/** Sources: AWS Lambda, "Control which events Lambda sends to your function" and "Using event filtering with a DynamoDB event source". */

const record = {
  eventName: 'INSERT',
  dynamodb: {
    ApproximateCreationDateTime: 1678831218,
    Keys: { pk: { S: 'MSG#5ae290ed' }, sk: { S: '2022-10-01T00:00:00.000Z#1' } },
    NewImage: {
      message: { S: 'Hello' },
      blank: { S: '' },
      count: { N: '101' },
      flag: { BOOL: true },
      nothing: { NULL: true },
      tags: { SS: ['red', 'green'] },
      Organizations: { L: [{ S: 'Sales' }, { S: 'Marketing' }] },
      address: { M: { city: { S: 'Rome' } } },
    },
    SizeBytes: 26,
  },
};
const passes = (...patterns: unknown[]) => compileFilterPatterns(patterns)(record);
const image = (attribute: unknown) => ({ dynamodb: { NewImage: attribute } });
const message = (...rules: unknown[]) => image({ message: { S: rules } });

describe('filter patterns', () => {
  test('without filter criteria every record is sent', () => {
    expect(compileFilterPatterns(undefined)(record)).toBe(true);
  });

  test('several filters: a record is sent if it satisfies any one of them', () => {
    expect(passes({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] })).toBe(true);
    expect(passes({ eventName: ['REMOVE'] }, { eventName: ['MODIFY'] })).toBe(false);
  });

  test('several fields of a filter all have to match', () => {
    expect(passes({ eventName: ['INSERT'], ...message('Hello') })).toBe(true);
    expect(passes({ eventName: ['REMOVE'], ...message('Hello') })).toBe(false);
  });

  test('the filter of the project function admits new messages only', () => {
    const pattern = { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'MSG#' }] } } } };
    expect(passes(pattern)).toBe(true);
    expect(compileFilterPatterns([pattern])({ ...record, eventName: 'MODIFY' })).toBe(false);
    expect(compileFilterPatterns([pattern])({ ...record, dynamodb: { Keys: { pk: { S: 'GRP#1' } } } })).toBe(
      false,
    );
  });

  test.each([
    ['equals', message('Hello'), true],
    ['equals another', message('hello'), false],
    ['equals one of several values (or)', message('Goodbye', 'Hello'), true],
    ['empty', image({ blank: { S: [''] } }), true],
    ['empty, of a value', message(''), false],
    ['null, of a value', message(null), false],
    ['a boolean', image({ flag: { BOOL: [true] } }), true],
    ['another boolean', image({ flag: { BOOL: [false] } }), false],
    ['equals, ignoring case', message({ 'equals-ignore-case': 'hELLO' }), true],
    ['begins with', message({ prefix: 'Hel' }), true],
    ['begins with something else', message({ prefix: 'hel' }), false],
    ['ends with', message({ suffix: 'llo' }), true],
    ['ends with something else', message({ suffix: 'Hel' }), false],
    ['not (anything but)', message({ 'anything-but': ['Goodbye'] }), true],
    ['not, of the value itself', message({ 'anything-but': ['Goodbye', 'Hello'] }), false],
    ['not, one value', message({ 'anything-but': 'Hello' }), false],
    ['not begins with', message({ 'anything-but': { prefix: 'Hel' } }), false],
    ['not begins with something else', message({ 'anything-but': { prefix: 'Good' } }), true],
    ['not, of a field that is absent', image({ absent: { S: [{ 'anything-but': ['a'] }] } }), false],
    ['exists', message({ exists: true }), true],
    ['exists, of an absent field', image({ absent: { S: [{ exists: true }] } }), false],
    ['does not exist', image({ absent: { S: [{ exists: false }] } }), true],
    [
      'does not exist, where the parent is absent too',
      { dynamodb: { OldImage: { a: { S: [{ exists: false }] } } } },
      true,
    ],
    ['does not exist, of a field that does', message({ exists: false }), false],
    ['a value in a nested map', image({ address: { M: { city: { S: ['Rome'] } } } }), true],
    ['one value of a set', image({ tags: { SS: ['green'] } }), true],
    ['no value of a set', image({ tags: { SS: ['blue'] } }), false],
    ['numeric, equals', { dynamodb: { SizeBytes: [{ numeric: ['=', 26] }] } }, true],
    ['numeric, range', { dynamodb: { SizeBytes: [{ numeric: ['>', 10, '<=', 26] }] } }, true],
    ['numeric, outside of the range', { dynamodb: { SizeBytes: [{ numeric: ['>', 26, '<', 30] }] } }, false],
    ['a number as it stands', { dynamodb: { SizeBytes: [26] } }, true],
    ['a number that is a string', { dynamodb: { SizeBytes: ['26'] } }, false],
  ])('%s', (_, pattern, expected) => {
    expect(passes(pattern)).toBe(expected);
  });

  test('null matches a field that is null', () => {
    expect(compileFilterPatterns([{ UserID: [null] }])({ UserID: null })).toBe(true);
    expect(compileFilterPatterns([{ UserID: [null] }])({})).toBe(false);
  });

  test('$or matches if any of its patterns and all other fields match', () => {
    const either = { $or: [{ eventName: ['REMOVE'] }, message('Hello')] };
    expect(passes(either)).toBe(true);
    expect(passes({ ...either, eventName: ['REMOVE'] })).toBe(false);
    expect(passes(image({ $or: [{ message: { S: ['no'] } }, { flag: { BOOL: [true] } }] }))).toBe(true);
  });

  test('numbers of an item are strings in the record: numeric operators do not match them, strings do', () => {
    expect(passes(image({ count: { N: [{ numeric: ['=', 101] }] } }))).toBe(false);
    expect(passes(image({ count: { N: ['101'] } }))).toBe(true);
  });

  test('exists works on leaf nodes only: it never matches an inner node', () => {
    expect(passes(image({ Organizations: [{ exists: true }] }))).toBe(false);
    expect(passes(image({ Organizations: { L: { S: [{ exists: true }] } } }))).toBe(true);
  });

  test.each([
    ['a rule outside of an array', { eventName: 'INSERT' }],
    ['an empty array', { eventName: [] }],
    ['an empty pattern', {}],
    ['an empty level', { dynamodb: {} }],
    ['an unknown operator', { eventName: [{ wildcard: 'IN*' }] }],
    ['two operators in one rule', { eventName: [{ prefix: 'I', suffix: 'T' }] }],
    ['a prefix that is no string', { eventName: [{ prefix: 1 }] }],
    ['exists without a boolean', { eventName: [{ exists: 'true' }] }],
    ['anything but nothing', { eventName: [{ 'anything-but': [] }] }],
    ['anything but an object', { eventName: [{ 'anything-but': { numeric: ['=', 1] } }] }],
    ['a numeric rule without a number', { eventName: [{ numeric: ['=', '1'] }] }],
    ['a numeric rule with an unknown operator', { eventName: [{ numeric: ['~', 1] }] }],
    ['a range that holds nothing', { eventName: [{ numeric: ['>', 5, '<', 5] }] }],
    ['a range the wrong way round', { eventName: [{ numeric: ['<', 5, '>', 1] }] }],
    ['a rule that is an array', { eventName: [['INSERT']] }],
    ['$or with one pattern', { $or: [{ eventName: ['INSERT'] }] }],
    ['more than 4096 characters', { eventName: ['x'.repeat(4097)] }],
  ])('a pattern is refused when the mapping is made: %s', (_, pattern) => {
    expect(() => compileFilterPatterns([pattern])).toThrow(InvalidFilterPattern);
  });
});

describe('filter patterns, whatever the values', () => {
  const word = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', 'A', 'é', '\u{1F600}') });
  const leaf = fc.oneof(word, fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(null));
  const check = (rule: unknown, value: unknown) => compileFilterPatterns([{ v: [rule] }])({ v: value });

  test('a value matches itself and no other', () => {
    fc.assert(fc.property(leaf, leaf, (value, other) => check(value, other) === (value === other)));
  });

  test('anything-but is the negation of the same values', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        word,
        (values, value) => check({ 'anything-but': values }, value) === !values.includes(value),
      ),
    );
  });

  test('prefix and suffix match exactly the ends of a string', () => {
    fc.assert(
      fc.property(word, word, (operand, value) => {
        expect(check({ prefix: operand }, value)).toBe(value.slice(0, operand.length) === operand);
        expect(check({ suffix: operand }, operand + value + operand)).toBe(true);
      }),
    );
  });

  test('a numeric range matches exactly the numbers in it', () => {
    const number = fc.integer({ min: -5, max: 5 });
    const above = fc.constantFrom('>', '>=');
    const below = fc.constantFrom('<', '<=');
    fc.assert(
      fc.property(number, number, number, above, below, (a, b, value, from, to) => {
        fc.pre(a < b);
        const expected =
          (value > a || (from === '>=' && value === a)) && (value < b || (to === '<=' && value === b));
        expect(check({ numeric: [from, a, to, b] }, value)).toBe(expected);
      }),
    );
  });

  test('a pattern of all leaves of an item admits it, and refuses it with one leaf changed', () => {
    const tree = fc.letrec((tie) => ({
      node: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof({ maxDepth: 3 }, word, tie('node')), {
        minKeys: 1,
      }),
    })).node as fc.Arbitrary<Record<string, unknown>>;
    fc.assert(
      fc.property(tree, (item) => {
        expect(compileFilterPatterns([patternOf(item, (value) => value)])(item)).toBe(true);
        expect(compileFilterPatterns([patternOf(item, (value) => `${value}!`)])(item)).toBe(false);
      }),
    );
  });
});

function patternOf(
  item: Record<string, unknown>,
  change: (leaf: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      typeof value === 'object' ? patternOf(value as Record<string, unknown>, change) : [change(value)],
    ]),
  );
}

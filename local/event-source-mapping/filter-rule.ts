import { InvalidFilterPattern } from './errors.ts';

/** Whether any of the values at a path satisfies the rule; without values the path does not exist. */
export type LeafRule = (leaves: readonly unknown[]) => boolean;

/** One rule of a leaf: a value to equal, or an object with one of the operators below. */
export function compileRule(rule: unknown, path: string): LeafRule {
  if (isScalar(rule)) return some((leaf) => leaf === rule);
  const operators = typeof rule === 'object' && rule !== null ? Object.entries(rule) : [];
  const [operator] = operators;
  if (!operator || operators.length !== 1) {
    throw new InvalidFilterPattern(path, 'a rule is a value or an object with one operator');
  }
  return compileOperator(operator[0], operator[1], path);
}

function compileOperator(name: string, operand: unknown, path: string): LeafRule {
  switch (name) {
    case 'exists':
      return compileExists(operand, path);
    case 'numeric':
      return some(compileNumeric(operand, path));
    case 'anything-but':
      return compileAnythingBut(operand, path);
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return some(compileText(name, operand, path));
    default:
      throw new InvalidFilterPattern(path, `${name} is not an operator of an event source mapping`);
  }
}

function compileExists(operand: unknown, path: string): LeafRule {
  if (typeof operand !== 'boolean') throw new InvalidFilterPattern(path, 'exists is true or false');
  return (leaves) => leaves.length > 0 === operand;
}

const textRules = {
  prefix: (leaf: string, operand: string) => leaf.startsWith(operand),
  suffix: (leaf: string, operand: string) => leaf.endsWith(operand),
  'equals-ignore-case': (leaf: string, operand: string) => leaf.toLowerCase() === operand.toLowerCase(),
};

function compileText(
  name: keyof typeof textRules,
  operand: unknown,
  path: string,
): (leaf: unknown) => boolean {
  if (typeof operand !== 'string') throw new InvalidFilterPattern(path, `${name} takes a string`);
  return (leaf) => typeof leaf === 'string' && textRules[name](leaf, operand);
}

function compileAnythingBut(operand: unknown, path: string): LeafRule {
  const refused: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const isAllowed = some((leaf) => !refused.includes(leaf));
  if (
    refused.length > 0 &&
    refused.every((value) => typeof value === 'string' || typeof value === 'number')
  ) {
    return isAllowed;
  }
  if (typeof operand === 'object' && operand !== null && Object.keys(operand).join() === 'prefix') {
    const begins = compileText('prefix', (operand as { prefix: unknown }).prefix, path);
    return some((leaf) => !begins(leaf));
  }
  throw new InvalidFilterPattern(path, 'anything-but takes strings, numbers or a prefix');
}

const comparisons: Record<string, (leaf: number, bound: number) => boolean> = {
  '=': (leaf, bound) => leaf === bound,
  '>': (leaf, bound) => leaf > bound,
  '>=': (leaf, bound) => leaf >= bound,
  '<': (leaf, bound) => leaf < bound,
  '<=': (leaf, bound) => leaf <= bound,
};

function compileNumeric(operand: unknown, path: string): (leaf: unknown) => boolean {
  const refuse = () =>
    new InvalidFilterPattern(path, 'numeric takes ["=", n] or a range as [">", a, "<=", b]');
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) throw refuse();
  const [first, from, second, to] = operand as [unknown, unknown, unknown?, unknown?];
  const isRange = operand.length === 4;
  if (
    isRange &&
    !(/^>=?$/.test(String(first)) && /^<=?$/.test(String(second)) && Number(from) < Number(to))
  ) {
    throw refuse();
  }
  const tests = [[first, from], ...(isRange ? [[second, to]] : [])].map(([operator, bound]) => {
    const compare = comparisons[String(operator)];
    if (!compare || typeof bound !== 'number') throw refuse();
    return (leaf: number) => compare(leaf, bound);
  });
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

const some =
  (matches: (leaf: unknown) => boolean): LeafRule =>
  (leaves) =>
    leaves.some(matches);

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

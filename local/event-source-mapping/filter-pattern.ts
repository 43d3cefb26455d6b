import type { RecordFilter } from '../../shared/lambda-stream/event-record.ts';
import { InvalidFilterPattern } from './errors.ts';
import { compileRule, type LeafRule } from './filter-rule.ts';

/**
 * Compiles the filter patterns of an event source mapping. A record passes if it matches any of them; without
 * patterns every record passes.
 *
 * A pattern mirrors the record: an object for each level, at the leaves an array of rules, any of which must match.
 * `$or` holds patterns, any of which must match. Numeric rules look at JSON numbers only, so they never match an
 * attribute of type N, which a stream carries as a string; the service documents the same.
 */
export function compileFilterPatterns(patterns: readonly unknown[] | undefined): RecordFilter {
  if (patterns === undefined) return () => true;
  const filters = patterns.map(compilePattern);
  return (record) => filters.some((filter) => filter(record));
}

const PATTERN_MAX_CHARACTERS = 4096;

function compilePattern(pattern: unknown): RecordFilter {
  if (JSON.stringify(pattern).length > PATTERN_MAX_CHARACTERS) {
    throw new InvalidFilterPattern('', `longer than ${PATTERN_MAX_CHARACTERS} characters`);
  }
  const level = compileLevel(pattern, '');
  return (record) => level(record);
}

type Matcher = (node: unknown) => boolean;

function compileLevel(pattern: unknown, path: string): Matcher {
  if (!isObject(pattern)) throw new InvalidFilterPattern(path, 'must be an object or an array of rules');
  const parts = Object.entries(pattern).map(([key, value]) =>
    key === '$or' ? compileOr(value, `${path}$or`) : compileKey(key, value, `${path}${key}`),
  );
  if (parts.length === 0) throw new InvalidFilterPattern(path, 'is empty');
  return (node) => anyElement(node, (element) => parts.every((part) => part(element)));
}

function compileOr(alternatives: unknown, path: string): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new InvalidFilterPattern(path, 'must be an array of at least two patterns');
  }
  const matchers = alternatives.map((alternative, index) => compileLevel(alternative, `${path}[${index}].`));
  return (node) => matchers.some((matches) => matches(node));
}

function compileKey(key: string, value: unknown, path: string): Matcher {
  const matches = Array.isArray(value) ? compileLeaf(value, path) : compileLevel(value, `${path}.`);
  return (node) => matches(isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined);
}

function compileLeaf(rules: readonly unknown[], path: string): Matcher {
  if (rules.length === 0) throw new InvalidFilterPattern(path, 'has no rule');
  const compiled: LeafRule[] = rules.map((rule) => compileRule(rule, path));
  return (node) => {
    const leaves = leavesOf(node);
    return compiled.some((rule) => rule(leaves));
  };
}

/** Returns no leaves for an inner node, so `exists` never matches one. */
function leavesOf(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap(leavesOf);
  return node === undefined || isObject(node) ? [] : [node];
}

function anyElement(node: unknown, matches: Matcher): boolean {
  return Array.isArray(node) ? node.some((element) => anyElement(element, matches)) : matches(node);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { worstCases } from './all.ts';
import type { Costs } from './worst-case.ts';

const columns: [heading: string, figure: keyof Costs][] = [
  ['RCU', 'rcu'],
  ['WCU', 'wcu'],
  ['calls', 'calls'],
  ['statements', 'statements'],
  ['user pool', 'poolCalls'],
  ['KB out', 'kilobytes'],
];

/** The section of docs/performance.md with every operation's worst cases. */
export function worstCasesSection(): string {
  const rows = Object.entries(worstCases).flatMap(([name, cases]) =>
    cases.map(({ when, costs }) => [name, when, ...columns.map(([, figure]) => String(costs[figure]))]),
  );
  const table = [
    ['operation', 'worst when', ...columns.map(([heading]) => heading)],
    ['---', '---', ...columns.map(() => '---:')],
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return `## The worst case of each operation

What one request costs at most, whatever the sizes of everything else: units and calls of DynamoDB, statements of Postgres,
requests to the user pool, and the body of the answer. The caller is new to the container, which costs a statement, and the
session was not confirmed for a minute, which costs a request to the user pool. Not in it: tries after a failure of a store, at most
three for each call, and after a lost race for an item, at most ten.

\`test/worst-cases\` arranges each case and asserts each figure on a real engine; \`npm run worst-cases\` writes this table from it.

${table.join('\n')}`;
}

import * as assumptions from './assumptions.ts';
import { type Load, monthlyCost, total, unitsPerMessage } from './model.ts';
import { hoursPerMonth, prices, pricesNoted } from './prices.ts';

const loads: Load[] = [
  { messages: 0, users: 0, stage: 'dev' },
  { messages: 0, users: 0, stage: 'prod' },
  { messages: 1e3, users: 100, stage: 'prod' },
  { messages: 1e6, users: 1e4, stage: 'prod' },
  { messages: 1e8, users: 5e5, stage: 'prod' },
];

/** docs/cost.md, all of it; `npm run cost -- --write` writes it. */
export function costDocument(): string {
  const { read, write } = unitsPerMessage();
  const dax = prices.daxNodeHour * hoursPerMonth;
  return `# What a month costs

<!-- Written by \`npm run cost -- --write\`; the model is bin/cost/. -->

In US dollars, at list prices of us-east-1 noted in ${pricesNoted}. Columns are messages a month and people who use it.

${costTable(loads)}

A message costs ${read} read units and ${write} write units of DynamoDB in all: the send, the projection of both people's rows, and the
pages and read markers that people ask for around it. The units are the budgets that the tests assert.

Idle, a stage costs what stands there all month: Postgres, the endpoint through which functions in the VPC reach
Cognito, and alarms. The table, the functions, the APIs and CloudFront cost nothing while nobody comes.

## Assumptions

For each message: ${list(assumptions.perMessage)}.

For each user: ${list(assumptions.perUser)}.

A warm call is billed ${list(assumptions.milliseconds)} milliseconds at ${assumptions.memoryGb} GB. Not in it: e-mails of sign-ups, tax,
support, and what an alarm or an audit makes CloudTrail record, which is the calls of strangers only.

DAX is not built (docs/decisions/0026): a small node would add ${money(dax)} a month, as much as the reads of A and B cost at
about ${(dax / (prices.dynamodb.readUnit * 2.25) / 1e6).toFixed(0)} million messages a month.
`;
}

/** Parts down, loads across. */
export function costTable(columns: Load[]): string {
  const costs = columns.map(monthlyCost);
  const heads = columns.map(({ messages, users, stage }) =>
    messages === 0 ? `${stage}, idle` : `${short(messages)} messages, ${short(users)} people`,
  );
  const parts = Object.keys(costs[0] ?? {});
  const rows = [
    ['', ...heads],
    ['---', ...heads.map(() => '---:')],
    ...parts.map((part) => [part, ...costs.map((cost) => money(cost[part] ?? 0))]),
    ['**Total**', ...costs.map((cost) => `**${money(total(cost))}**`)],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const money = (dollars: number) => dollars.toFixed(2);
const short = (count: number) => (count >= 1e6 ? `${count / 1e6} million` : count.toLocaleString('en'));

const list = (values: Record<string, number>) =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        `${value.toLocaleString('en')} ${name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)}`,
    )
    .join(', ');

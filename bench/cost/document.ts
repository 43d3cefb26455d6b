import * as assumptions from './assumptions.ts';
import { daxNodeMonth, type Load, millionMessages, monthlyCost, total, unitsPerMessage } from './model.ts';
import { prices, pricesNoted } from './prices.ts';

const loads: Load[] = [
  { messages: 0, users: 0, stage: 'dev' },
  { messages: 0, users: 0, stage: 'prod' },
  { messages: 1e3, users: 100, stage: 'prod' },
  { messages: 1e6, users: 1e4, stage: 'prod' },
  { messages: 1e8, users: 5e5, stage: 'prod' },
];

/** The whole of docs/cost.md; `npm run cost -- --write` writes it. */
export function costDocument(): string {
  const { read, write } = unitsPerMessage();
  const { least, most } = millionMessages();
  return `# What a month costs

<!-- Written by \`npm run cost -- --write\`; the model is bench/cost/. -->

In US dollars, at list prices of us-east-1 noted in ${pricesNoted}; the regions that are allowed are 10 to 25 % dearer. Columns are messages
a month and people who use it.

${costTable(loads)}

A message costs ${read} read units and ${write} write units of DynamoDB in all: the send, the projection of both people's rows, and the
pages and read markers that people ask for around it. The units are the budgets that the tests assert.

Sending and projecting alone, without push, a million messages cost ${money(least)} in DynamoDB: as long as the receiver looks at the
conversation, or has not read it since an earlier message. They cost ${money(most)} if each message is the first unread one, because
it then enters the index of unread groups ([decision 61](decisions/0061-unread-groups-have-an-index.md)); ${money((least + most) / 2)} if half of them are, as assumed
here.

Idle, a stage costs what stands there all month: Postgres, the endpoint through which functions in the VPC reach
Cognito, alarms, secrets, and in \`prod\` the firewall in front of CloudFront: ${money(prices.firewall.month)}, and ${money(prices.firewall.rule)} for
each of its ${assumptions.standing.prod.firewallRules} rules, the limit of an address and AWS's list of addresses that attack others. The table, the functions, the APIs and CloudFront cost nothing while nobody comes.

## Assumptions

For each message: ${list(assumptions.perMessage)}.

For each user: ${list(assumptions.perUser)}.

A warm call is billed ${list(assumptions.milliseconds)} milliseconds, with ${list(assumptions.memoryGb)} GB. Not in it: e-mails of sign-ups, tax,
support, and what an alarm or an audit makes CloudTrail record, which is the calls of strangers only.

The search in messages costs ${money(searchOf(loads[3] as Load))} at a million messages; a stage can [switch it off](operations.md#repair-the-search).

The DAX switch ([operations.md](operations.md#turn-the-cache-on)) adds ${money(daxNodeMonth)} for one small node, as much as all reads of messages and lists cost
at about ${(daxNodeMonth / (prices.dynamodb.readUnit * 2.25) / 1e6).toFixed(0)} million messages a month; it takes over a part of them.
`;
}

const searchOf = (load: Load) => total(monthlyCost(load)) - total(monthlyCost({ ...load, search: false }));

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

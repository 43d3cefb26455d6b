import { readFile } from 'node:fs/promises';
import { costDocument } from './document.ts';
import { type Load, monthlyCost, total } from './model.ts';

const cost = (messages: number, users: number, stage: Load['stage'] = 'prod') =>
  total(monthlyCost({ messages, users, stage }));

test('docs/cost.md matches the model (npm run cost -- --write)', async () => {
  const written = await readFile(new URL('../../docs/cost.md', import.meta.url), 'utf8');
  expect(written).toBe(costDocument());
});

test('the README matches the model', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, ...said] =
    /`dev` stage costs about\s(\d+) dollars a month and `prod` about (\d+),.*add about\s(\d+)\./s.exec(
      readme,
    ) ?? [];
  const idle = cost(0, 0);
  expect(said.map(Number)).toEqual([cost(0, 0, 'dev'), idle, cost(1e6, 1e4) - idle].map(Math.round));
});

test('traces 100 % of few calls, 5 % of many', () => {
  const traces = (messages: number) => Number(monthlyCost({ messages, users: 0, stage: 'prod' }).Traces);
  const [callsPerMessage, price] = [7.5, 5 / 1e6];
  expect(traces(1e5) + 1e5 * price).toBeGreaterThan(1e5 * callsPerMessage * price * 0.97);
  expect(traces(1e11)).toBeCloseTo(1e11 * callsPerMessage * price * 0.05, -4);
});

test('costs grow in proportion to messages, except traces, and none shrinks', () => {
  const untraced = (messages: number) =>
    total({ ...monthlyCost({ messages, users: 0, stage: 'prod' }), Traces: 0 });
  const [idle, one, two, three] = [0, 1e5, 2e5, 3e5].map(untraced) as number[];
  expect(Number(three) - Number(two)).toBeCloseTo(Number(two) - Number(one), 6);
  expect(one).toBeGreaterThan(Number(idle));
  expect(cost(1e6, 2e4)).toBeGreaterThan(cost(1e6, 1e4));
});

test('an idle dev stage costs less than a third of an idle prod stage', () => {
  expect(cost(0, 0, 'dev') * 3).toBeLessThan(cost(0, 0, 'prod'));
});

import { readFile } from 'node:fs/promises';
import { costDocument } from './document.ts';
import { type Load, monthlyCost, total } from './model.ts';

const cost = (messages: number, users: number, stage: Load['stage'] = 'prod') =>
  total(monthlyCost({ messages, users, stage }));

test('the document says what the model says (npm run cost -- --write)', async () => {
  const written = await readFile(new URL('../../docs/cost.md', import.meta.url), 'utf8');
  expect(written).toBe(costDocument());
});

test('what grows with messages grows in proportion, and nothing shrinks', () => {
  const [idle, one, two, three] = [0, 1e5, 2e5, 3e5].map((messages) => cost(messages, 0)) as number[];
  expect(Number(three) - Number(two)).toBeCloseTo(Number(two) - Number(one), 6);
  expect(one).toBeGreaterThan(Number(idle));
  expect(cost(1e6, 2e4)).toBeGreaterThan(cost(1e6, 1e4));
});

test('an idle dev stage costs less than a third of an idle prod stage', () => {
  expect(cost(0, 0, 'dev') * 3).toBeLessThan(cost(0, 0, 'prod'));
});

import { mean, median, percentile, round } from './statistics.ts';

test('percentiles do not depend on the order of the values, nor change it', () => {
  const values = [5, 1, 4, 2, 3];
  expect([median(values), percentile(values, 0.99), percentile(values, 0), mean(values)]).toEqual([
    3, 5, 1, 3,
  ]);
  expect(values).toEqual([5, 1, 4, 2, 3]);
});

test('a table shows three significant digits', () => {
  expect([1234.5, 12.345, 1.2345].map(round)).toEqual([1235, 12.3, 1.23]);
});

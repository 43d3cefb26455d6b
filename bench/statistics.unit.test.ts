import { mean, median, medianBounds, percentile, round } from './statistics.ts';

test('percentiles ignore the order of the values and do not change it', () => {
  const values = [5, 1, 4, 2, 3];
  expect([median(values), percentile(values, 0.99), percentile(values, 0), mean(values)]).toEqual([
    3, 5, 1, 3,
  ]);
  expect(values).toEqual([5, 1, 4, 2, 3]);
});

test('more values narrow the confidence interval of the median', () => {
  const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
  expect(medianBounds(upTo(3))).toEqual([0, 2]);
  expect(medianBounds(upTo(41))).toEqual([14, 26]);
  expect(medianBounds(upTo(101))).toEqual([40, 60]);
});

test('a table shows three significant digits', () => {
  expect([1234.5, 12.345, 1.2345].map(round)).toEqual([1235, 12.3, 1.23]);
});

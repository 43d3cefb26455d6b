import { Progress } from './progress.ts';

test('shows the progress, the rate and the time left', () => {
  const progress = new Progress('items checked', 50_000, 1_000);
  expect(progress.line(1_000)).toBe('0 of about 50,000 items checked, 0/s');
  progress.add(1_200);
  expect(progress.line(5_000)).toBe('1,200 of about 50,000 items checked, 300/s, 3 min left');
  progress.add(48_000);
  expect(progress.line(165_000)).toBe('49,200 of about 50,000 items checked, 300/s, 3 s left');
});

test('long times are in hours; more items than expected leave no time', () => {
  const progress = new Progress('items', 1_000_000, 0);
  progress.add(100);
  expect(progress.line(1_000)).toBe('100 of about 1,000,000 items, 100/s, 2 h 47 min left');
  progress.add(2_000_000);
  expect(progress.line(2_000)).not.toContain('left');
});

test('without a total it shows no time left', () => {
  const progress = new Progress('items', undefined, 0);
  progress.add(10);
  expect(progress.line(1_000)).toBe('10 items, 10/s');
});

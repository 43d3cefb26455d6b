import { jest } from '@jest/globals';
import { askBriefly } from './ask-briefly.ts';

const silence = () => new Promise<never>(() => {});
const failure = () => Promise.reject(new Error('gone'));
const questions = jest.fn((answer: string) => Promise.resolve(answer));

const output = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
beforeEach(() => {
  questions.mockClear();
  output.mockClear();
});
afterAll(() => output.mockRestore());

test('answers in time are returned', async () => {
  const ask = askBriefly();
  expect(await ask(() => questions('one'))).toBe('one');
  expect(await ask(() => questions('two'))).toBe('two');
});

test.each<[string, () => Promise<never>]>([
  ['is silent', silence],
  ['fails', failure],
])('a cache that %s gives undefined and is not asked again for a while', async (_what, question) => {
  const ask = askBriefly(10, 60_000);
  expect(await ask(question)).toBeUndefined();
  expect(await ask(() => questions('later'))).toBeUndefined();
  expect(questions).not.toHaveBeenCalled();
  expect(output).toHaveBeenCalledTimes(1);
});

test('the cache is asked again after the pause', async () => {
  const ask = askBriefly(10, 0);
  expect(await ask(failure)).toBeUndefined();
  expect(await ask(() => questions('again'))).toBe('again');
});

test('an empty result is an answer', async () => {
  const ask = askBriefly();
  expect(await ask(() => Promise.resolve(undefined))).toBeUndefined();
  expect(await ask(() => questions('next'))).toBe('next');
});

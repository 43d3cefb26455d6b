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

test('an answer in time is the answer, one after the other', async () => {
  const ask = askBriefly();
  expect(await ask(() => questions('one'))).toBe('one');
  expect(await ask(() => questions('two'))).toBe('two');
});

test.each<[string, () => Promise<never>]>([
  ['is silent', silence],
  ['fails', failure],
])('a cache that %s has no answer, and is left alone for a while', async (_what, question) => {
  const ask = askBriefly(10, 60_000);
  expect(await ask(question)).toBeUndefined();
  expect(await ask(() => questions('later'))).toBeUndefined();
  expect(questions).not.toHaveBeenCalled();
  expect(output).toHaveBeenCalledTimes(1);
});

test('after its rest it is asked again', async () => {
  const ask = askBriefly(10, 0);
  expect(await ask(failure)).toBeUndefined();
  expect(await ask(() => questions('again'))).toBe('again');
});

test('that nothing is there is an answer', async () => {
  const ask = askBriefly();
  expect(await ask(() => Promise.resolve(undefined))).toBeUndefined();
  expect(await ask(() => questions('next'))).toBe('next');
});

import * as fc from 'fast-check';
import * as v from 'valibot';
import { errorStatus } from './error-codes.ts';
import { operations } from './operations.ts';
import { routes } from './routes.ts';

const codesOf = (body: unknown) =>
  v.safeParse(operations.sendMessage.body(), body).issues?.map(({ message }) => message) ?? [];

test('for any input, every issue is an error code of the contract', () => {
  const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
  const body = fc.record(
    { message: anything, handle: anything, message_group_uuid: anything },
    { requiredKeys: [] },
  );
  void fc.assert(
    fc.property(fc.oneof(body, anything), (sent) => {
      expect(codesOf(sent).filter((code) => !Object.hasOwn(errorStatus, code))).toEqual([]);
    }),
  );
});

test('a text is valid exactly if it has 1 to 1024 code points, not all white space', () => {
  void fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 0, maxLength: 1100, size: 'max' }), (message) => {
      const count = [...message].length;
      expect(codesOf({ message, handle: 'londo' }).length === 0).toBe(count <= 1024 && message.trim() !== '');
    }),
  );
});

test('each route belongs to one operation', () => {
  expect(new Set(Object.values(routes)).size).toBe(Object.keys(operations).length);
});

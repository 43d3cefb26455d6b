import { returnPath } from './return-path.ts';

test('returns to a path of this application', () => {
  expect(returnPath('?return=%2Fmessages%2Fnew%2Fbayko%3Fa%3Db')).toBe('/messages/new/bayko?a=b');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  ' //x',
  '/\t/x',
  '',
])('refuses an open redirect to %j', (path) => {
  expect(returnPath(`?${new URLSearchParams({ return: path })}`)).toBe('/messages');
});

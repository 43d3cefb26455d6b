import { parseFrame } from './parse-frame.ts';

const message = {
  uuid: 'u',
  display_name: 'B',
  handle: 'b',
  user_uuid: 'x',
  message: 't',
  created_at: 'c',
  cursor: 'k',
};
const { cursor: _, ...row } = { ...message, unread_count: 2 };

test('parses a message and a row of the list', () => {
  const told = { type: 'message', message_group_uuid: 'g', message };
  expect(parseFrame(JSON.stringify(told))).toEqual(told);
  expect(parseFrame(JSON.stringify({ type: 'message_group', ...row }))).toEqual({
    type: 'message_group',
    ...row,
  });
});

test('parses how far the other has read', () => {
  const read = { type: 'read', message_group_uuid: 'g', user_uuid: 'x', read_to: 'k' };
  expect(parseFrame(JSON.stringify(read))).toEqual(read);
});

test('parses that the other is typing', () => {
  const typing = { type: 'typing', message_group_uuid: 'g', user_uuid: 'x' };
  expect(parseFrame(JSON.stringify(typing))).toEqual(typing);
});

test.each([
  'not json',
  'null',
  '"message"',
  '{"type":"pong"}',
  '{"message":"Forbidden","connectionId":"a"}',
  '{"type":"message","message_group_uuid":"g"}',
  '{"type":"message_group","uuid":"g"}',
  '{"type":"read","message_group_uuid":"g"}',
  '{"type":"typing","message_group_uuid":"g"}',
])('ignores %s', (text) => {
  expect(parseFrame(text)).toBeNull();
});

test('ignores a binary frame', () => {
  expect(parseFrame(new ArrayBuffer(2))).toBeNull();
});

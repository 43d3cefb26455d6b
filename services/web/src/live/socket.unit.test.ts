import { jest } from '@jest/globals';
import type { Frame } from '../../../../shared/contract/frames.ts';
import { LiveSocket } from './socket.ts';

const made: StubSocket[] = [];

class StubSocket {
  static readonly OPEN = 1;
  readyState = 0;
  readonly sent: string[] = [];
  onopen = () => {};
  onmessage = (_: { data: string }) => {};

  constructor() {
    made.push(this);
  }

  send(text: string) {
    this.sent.push(text);
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = StubSocket.OPEN;
    this.onopen();
  }
}

const session = { sub: 'londo', accessToken: 'token', refreshToken: '', expiresAt: Number.MAX_SAFE_INTEGER };
let socket: LiveSocket;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  Object.assign(globalThis, {
    WebSocket: StubSocket,
    location: { href: 'https://cruddur.example/' },
    localStorage: { getItem: () => JSON.stringify(session) },
    fetch: async () => Response.json({ webSocketUrl: '/ws' }),
  });
  made.length = 0;
  socket = new LiveSocket({ onOpen: () => {}, onFrame: () => {} });
  await settled();
});
afterEach(() => {
  socket.close();
  jest.useRealTimers();
});

test('a handshake times out and is retried', async () => {
  await jest.advanceTimersByTimeAsync(16_000);
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test('an open connection is kept, and pinged once however often the reader returns', async () => {
  made[0]?.open();
  await jest.advanceTimersByTimeAsync(30_000);
  for (let count = 0; count < 5; count++) socket.nudge();
  await settled();
  expect(made[0]?.sent).toEqual(['{"action":"ping","token":"token"}']);
  made[0]?.onmessage({ data: '{"type":"pong"}' });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(made).toHaveLength(1);
});

test('reconnects at once when the server reports an unknown connection', async () => {
  made[0]?.open();
  made[0]?.onmessage({ data: '{"type":"unknown"}' });
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test('reconnects when a ping times out', async () => {
  made[0]?.open();
  socket.nudge();
  await jest.advanceTimersByTimeAsync(10_000);
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test.each(['', '{"message": "Internal server error", "connectionId": "a=", "requestId": "b="}'])(
  'a text of API Gateway does not answer a ping: %j',
  async (data) => {
    made[0]?.open();
    socket.nudge();
    made[0]?.onmessage({ data });
    await jest.advanceTimersByTimeAsync(10_000);
    await settled();
    expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
  },
);

test('reconnects at once when a ping is answered with an unknown connection', async () => {
  made[0]?.open();
  socket.nudge();
  made[0]?.onmessage({ data: '{"type":"unknown"}' });
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test('each line of a message is a frame, in order', async () => {
  const frames: Frame[] = [];
  const another = new LiveSocket({ onOpen: () => {}, onFrame: (frame) => frames.push(frame) });
  await settled();
  made[1]?.open();
  const told = ['one', 'two'].map((message) => ({
    ...{ type: 'message_group', uuid: 'g', user_uuid: 'u', handle: 'h', display_name: 'H' },
    ...{ message, created_at: 'c', unread_count: 1 },
  }));
  made[1]?.onmessage({ data: told.map((frame) => JSON.stringify(frame)).join('\n') });
  another.close();
  expect(frames).toEqual(told);
});

test('closed before its connection was made, it makes none', async () => {
  made.length = 0;
  new LiveSocket({ onOpen: () => {}, onFrame: () => {} }).close();
  await settled();
  expect(made).toEqual([]);
});

/** Waits for pending promises, such as loading the configuration. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import { jest } from '@jest/globals';
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

test('a handshake that nobody answers is given up, and tried again', async () => {
  await jest.advanceTimersByTimeAsync(16_000);
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test('a connection that stands is kept, and asked once however often the reader returns', async () => {
  made[0]?.open();
  await jest.advanceTimersByTimeAsync(30_000);
  for (let count = 0; count < 5; count++) socket.nudge();
  await settled();
  expect(made[0]?.sent).toEqual(['{"action":"ping","token":"token"}']);
  made[0]?.onmessage({ data: '{"type":"pong"}' });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(made).toHaveLength(1);
});

test('a connection that gets no frames any more is replaced at once', async () => {
  made[0]?.open();
  made[0]?.onmessage({ data: '{"type":"unknown"}' });
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test('a connection that does not answer a ping is replaced', async () => {
  made[0]?.open();
  socket.nudge();
  await jest.advanceTimersByTimeAsync(10_000);
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

test.each(['', '{"message": "Internal server error", "connectionId": "a=", "requestId": "b="}'])(
  'what API Gateway says in place of an answer is none: %j',
  async (data) => {
    made[0]?.open();
    socket.nudge();
    made[0]?.onmessage({ data });
    await jest.advanceTimersByTimeAsync(10_000);
    await settled();
    expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
  },
);

test('a server that no longer knows the connection is connected to anew at once', async () => {
  made[0]?.open();
  socket.nudge();
  made[0]?.onmessage({ data: '{"type":"unknown"}' });
  await settled();
  expect(made.map(({ readyState }) => readyState)).toEqual([3, 0]);
});

/** Lets what was begun, as reading the configuration, come to its end. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

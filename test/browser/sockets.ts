import type { Page, WebSocket, WebSocketRoute } from 'playwright-core';
import { comeBack } from './conversation.ts';
import { until } from './until.ts';

/** Reloads the page and waits until its WebSocket is open. */
export async function connected(page: Page): Promise<WebSocket> {
  const { standing } = watchSockets(page);
  await page.reload();
  return standing();
}

/** Watches the connections that the page opens from now on. */
export function watchSockets(page: Page) {
  const made: WebSocket[] = [];
  const pings = new Map<WebSocket, { sent: number; answered: number }>();
  page.on('websocket', (socket) => {
    expect(socket.url()).not.toMatch(/token|eyJ/);
    made.push(socket);
    const count = { sent: 0, answered: 0 };
    pings.set(socket, count);
    socket.on('framesent', ({ payload }) => String(payload).includes('ping') && count.sent++);
    socket.on('framereceived', ({ payload }) => String(payload).includes('pong') && count.answered++);
  });
  return {
    made,
    /**
     * Waits until the newest connection is idle: the server has answered a ping from now on, and no other is pending.
     * The connection of a page before a reload may still be the newest, but answers nothing.
     */
    standing: () => {
      const before = new Map([...pings].map(([socket, { answered }]) => [socket, answered]));
      return until(async () => {
        const newest = made.at(-1);
        const { sent = 0, answered = 0 } = (newest && pings.get(newest)) ?? {};
        if (newest && answered > (before.get(newest) ?? 0) && answered === sent) return newest;
        await comeBack(page);
        return undefined;
      });
    },
  };
}

/** The two types of frames: one tells of a message, the other of a row of the list. */
export const isMessage = (frame: string) => JSON.parse(frame).type === 'message';
export const isRow = (frame: string) => JSON.parse(frame).type === 'message_group';

/** A frame about the row of a message with a text. */
export const isRowWith = (text: string) => (frame: string) => frame.includes(text) && isRow(frame);

/** Waits for a frame of a connection. */
export async function untilFrame(socket: WebSocket, isWanted: (frame: string) => boolean): Promise<void> {
  await socket.waitForEvent('framereceived', ({ payload }) => String(payload).split('\n').some(isWanted));
}

/** Drops some frames to the page. Returns its connections, which grow over time. */
export async function lose(page: Page, isLost: (frame: string) => boolean): Promise<WebSocketRoute[]> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    sockets.push(socket);
    server.onMessage((message) => {
      const kept = String(message)
        .split('\n')
        .filter((frame) => !isLost(frame));
      if (kept.length > 0) socket.send(kept.join('\n'));
    });
  });
  return sockets;
}

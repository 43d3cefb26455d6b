import type { Page, WebSocket, WebSocketRoute } from 'playwright-core';
import { comeBack } from './conversation.ts';
import { until } from './until.ts';

/** Loads the page anew and waits until its WebSocket stands: the server answers a ping. */
export async function connected(page: Page): Promise<WebSocket> {
  let standing: WebSocket | undefined;
  page.on('websocket', (socket) => {
    expect(socket.url()).not.toMatch(/token|eyJ/);
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('pong')) standing = socket;
    });
  });
  await page.reload();
  return until(async () => {
    await comeBack(page);
    return standing;
  });
}

/** The two types of frames: one tells of a message, the other of a row of the list. */
export const isMessage = (frame: string) => JSON.parse(frame).type === 'message';
export const isRow = (frame: string) => JSON.parse(frame).type === 'message_group';

/** Loses some of the frames to the page. Returns its connections as they come. */
export async function lose(page: Page, isLost: (frame: string) => boolean): Promise<WebSocketRoute[]> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    sockets.push(socket);
    server.onMessage((frame) => {
      if (!isLost(String(frame))) socket.send(frame);
    });
  });
  return sockets;
}

import { once } from 'node:events';
import type { Frame } from '../../shared/contract/frames.ts';

const PROTOCOL = 'cruddur.v1';

/** An open WebSocket and the frames it has received. */
export class Frames {
  private readonly socket: WebSocket;
  private readonly seen: Partial<Frame>[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.seen.push(...String(data).split('\n').map(parsed)));
  }

  /** Opens one as the page does, with the token as a subprotocol. */
  static async open(url: string, token: string, signal: AbortSignal): Promise<Frames> {
    const socket = new WebSocket(url, [PROTOCOL, token]);
    const frames = new Frames(socket);
    const closed = once(socket, 'close').then(() => Promise.reject(new Error('The handshake was refused.')));
    await Promise.race([once(socket, 'open', { signal }), closed]);
    closed.catch(() => {});
    return frames;
  }

  /** Whether a frame has brought a message of a group. */
  has(message_group_uuid: string): boolean {
    return this.seen.some(
      (frame) => frame.type === 'message' && frame.message_group_uuid === message_group_uuid,
    );
  }

  close(): void {
    this.socket.close();
  }
}

/** API Gateway may send other texts. */
function parsed(line: string): Partial<Frame> {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}

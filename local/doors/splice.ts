import { connect, createServer, type Server, type Socket } from 'node:net';
import { refuseUpgrade as refuse } from './guard.ts';
import { type Door, type Head, refusal } from './refusal.ts';

const MAX_HEAD_BYTES = 32 * 1024;

/**
 * A door before a foreign server. It reads the head of the first request of a connection, and pipes the connection to
 * the server if the request may pass. The key is checked once: the rest of the connection is piped unread.
 */
export function createSplice(target: { host: string; port: number }, door: Door): Server {
  return createServer((client) => {
    client.on('error', () => client.destroy());
    const received: Buffer[] = [];
    client.on('data', function hear(chunk: Buffer) {
      received.push(chunk);
      const text = Buffer.concat(received);
      const end = text.indexOf('\r\n\r\n');
      if (end < 0 && text.length < MAX_HEAD_BYTES) return;
      client.off('data', hear);
      const head = parseHead(text.subarray(0, Math.max(end, 0)).toString('latin1'));
      const reason = head ? refusal(head, door) : 'This is not an HTTP request.';
      if (reason !== undefined) return refuse(client, reason);
      join(client, text, target);
    });
  });
}

function join(client: Socket, received: Buffer, target: { host: string; port: number }): void {
  const server = connect(target);
  client.pause();
  client.setNoDelay();
  server.setNoDelay();
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
  server.write(received);
  client.pipe(server).pipe(client);
}

/** Refuses duplicate headers: the server may read the other one. */
function parseHead(text: string): Head | undefined {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(first) ?? [];
  if (method === undefined || url === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === '' || headers.has(name.toLowerCase())) return undefined;
    headers.set(name.toLowerCase(), value.trim());
  }
  return { method, url, headers: Object.fromEntries(headers) };
}

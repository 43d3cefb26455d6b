import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import { replaceFile } from './checkpoints.ts';

/**
 * A durable dead-letter queue of failure records: a directory with one file per message, whose names sort by send
 * time. Several processes may use it at once.
 */
export function openFailureQueue(directory: string): FailureQueue {
  const names = () => readdir(directory).then(messagesOf, asEmpty);
  return {
    async send(body) {
      await mkdir(directory, { recursive: true });
      await replaceFile(join(directory, nextName()), JSON.stringify(body));
    },
    async receive(limit = 10) {
      const messages: FailureMessage[] = [];
      for (const id of (await names()).slice(0, limit)) {
        const text = await readFile(join(directory, id), 'utf8').catch(asAbsent);
        if (text !== undefined) messages.push({ id, body: JSON.parse(text) as FailureRecord });
      }
      return messages;
    },
    delete: (id) => rm(join(directory, id), { force: true }),
    count: async () => (await names()).length,
  };
}

export interface FailureQueue {
  send(body: FailureRecord): Promise<void>;
  /** The oldest messages; they stay until they are deleted. */
  receive(limit?: number): Promise<FailureMessage[]>;
  delete(id: string): Promise<void>;
  count(): Promise<number>;
}

export interface FailureMessage {
  readonly id: string;
  readonly body: FailureRecord;
}

let sent = 0;

/** The counter orders messages of one millisecond; the uuid avoids collisions between processes. */
function nextName(): string {
  sent += 1;
  return `${Date.now()}-${String(sent).padStart(9, '0')}-${randomUUID()}.json`;
}

const messagesOf = (names: string[]) => names.filter((name) => name.endsWith('.json')).sort();

function asEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function asAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

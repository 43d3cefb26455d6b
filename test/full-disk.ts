import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startDynamodb } from '../local/dynamodb.ts';
import { keysFile } from '../local/keys.ts';

/**
 * Runs a DynamoDB engine on a disk of its own, for `local/full-disk.test.ts`: `node full-disk.ts FOLDER DISK`, in a
 * mount namespace where DISK is a small tmpfs, which goes away with this process. Each line of its input is a command,
 * and each is answered by a line.
 */
const [folder = '', disk = ''] = process.argv.slice(2);
const ballast = join(disk, 'ballast');
let engine: Awaited<ReturnType<typeof startDynamodb>> | undefined;

const commands: Record<string, () => Promise<unknown>> = {
  async start() {
    engine = await startDynamodb({
      dataDir: join(disk, 'dynamodb'),
      keysFile: keysFile(folder),
      logFile: join(folder, 'dynamodb.log'),
      endpoint: undefined,
      engine: 'dynoxide',
      dynamodbLocalDir: undefined,
    });
    return engine.url;
  },
  async fill() {
    for (let free = bytesFree(); free > 0; free = bytesFree())
      writeFileSync(ballast, Buffer.alloc(free), { flag: 'a' });
  },
  async free() {
    rmSync(ballast);
  },
};

function bytesFree(): number {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
}

for await (const line of createInterface(process.stdin)) {
  const answer = await commands[line]?.().catch((error: Error) => error.message);
  process.stdout.write(`${JSON.stringify(answer ?? 'done')}\n`);
}
await engine?.stop();

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareData } from '../../cli/prepare-data.ts';
import { verifyTable } from '../../cli/repair/verify-table.ts';
import { SAMPLE_PASSWORD, samplePeople } from '../../cli/sample/people.ts';
import { scanTable } from '../../cli/table/scan-table.ts';
import { localUserPool, signIn } from '../../cli/user-pool.ts';
import { createClient } from '../../client/client.ts';
import { type Child, untilReady } from '../../local/child.ts';
import { startCognito } from '../../local/cognito.ts';
import { type Engine, startDynamodb } from '../../local/dynamodb.ts';
import { environment } from '../../local/environment.ts';
import { ensureKeys, keysFile } from '../../local/keys.ts';
import { services } from '../../local/parts/services.ts';
import { claimPort } from '../../local/port.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startServices } from '../../local/services/start.ts';
import { defaultPorts, host, localSettings, type Ports } from '../../local/settings.ts';
import { generousLimits } from '../limits.ts';
import { verifyAll } from '../search-index.ts';

/**
 * Kills parts of a running local cloud during sends, and checks afterwards: every acknowledged message is stored
 * exactly once, every other at most once, and no invariant is broken. `npm run test:kill [-- PART ...]`
 */

const CLIENTS = 8;
const SENDS = Number(process.env.CRUDDUR_SENDS ?? 2_000);
const KILLS_EACH = 3;
/** Timeout of a client's answer. */
const PATIENCE_MS = 300_000;

const data = mkdtempSync(join(tmpdir(), 'cruddur-kill-'));
const ports = Object.fromEntries(
  await Promise.all(Object.keys(defaultPorts).map(async (name) => [name, await claimPort(name, 0)])),
) as Ports;
const keys = ensureKeys(data);
const settings = localSettings(ports, data);
const baseUrl = `http://${host}:${ports.messaging}`;

/** The parts, each with the function that restarts it on its data. */
const starts: Record<string, () => Promise<Child>> = {
  postgres: () => startPostgres({ ...place('postgres'), keys }),
  dynamodb: () =>
    startDynamodb({
      ...place('dynamodb'),
      keysFile: keysFile(data),
      engine: environment.dynamodbEngine as Engine | undefined,
      dynamodbLocalDir: environment.dynamodbLocalDir,
    }),
  cognito: () =>
    startCognito({
      ...place('cognito'),
      functionsUrl: `http://${host}:${ports['users-functions']}`,
      accessKeyId: keys.accessKeyId,
    }),
  services: startAllServices,
};
const running = new Map<string, Child>();

async function startAllServices(): Promise<Child> {
  process.env.CRUDDUR_LIMITS = generousLimits;
  const child = await startServices(settings);
  await untilReady(child, () => services.answers(settings));
  return child;
}

function place(part: 'postgres' | 'dynamodb' | 'cognito') {
  return { port: ports[part], dataDir: join(data, part), logFile: join(settings.logs, `${part}.log`) };
}

async function start(part: string): Promise<void> {
  running.set(part, await (starts[part] as () => Promise<Child>)());
}

/** Kills a part as a power cut would, and restarts it once clients have noticed. */
async function killAndRestart(part: string): Promise<void> {
  const child = running.get(part) as Child;
  child.kill();
  await child.exited;
  await pause(500);
  await start(part);
}

interface Sent {
  text: string;
  uuid: string;
  attempts: number;
}

/** One client: sends sequentially, retrying each with its key until answered. */
async function client(number: number, texts: string[], tokens: string[], sent: Sent[]): Promise<void> {
  const sender = number % tokens.length;
  const handle = samplePeople[(sender + 1 + (number % 2)) % samplePeople.length]?.handle ?? '';
  for (const text of texts) {
    let attempts = 0;
    const counting: typeof fetch = (...request) => {
      attempts += 1;
      return fetch(...request);
    };
    const api = createClient({ baseUrl, token: async () => tokens[sender], fetch: counting });
    const { uuid } = await api.send({ message: text, handle }, { signal: AbortSignal.timeout(PATIENCE_MS) });
    sent.push({ text, attempts, uuid });
  }
}

/** Runs the sends while `part` is killed several times; returns the acknowledged messages. */
async function sendWhileKilling(part: string, tokens: string[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  const texts = (client: number) =>
    Array.from({ length: SENDS / CLIENTS }, (_, n) => `${part} ${client} ${n}`);
  const clients = Promise.all(
    Array.from({ length: CLIENTS }, (_, number) => client(number, texts(number), tokens, sent)),
  );
  for (let kills = 1; kills <= KILLS_EACH; kills++) {
    while (sent.length < (SENDS * kills) / (KILLS_EACH + 1)) await pause(20);
    await killAndRestart(part);
  }
  await clients;
  return sent;
}

/** Every stored message by its text. */
async function storedTexts(): Promise<Map<string, string[]>> {
  const stored = new Map<string, string[]>();
  for await (const { items } of scanTable()) {
    for (const { pk, message, message_uuid } of items) {
      if (!pk.startsWith('MSG#')) continue;
      stored.set(String(message), [...(stored.get(String(message)) ?? []), String(message_uuid)]);
    }
  }
  return stored;
}

/** Rows and the search are final only after the stream is drained: verifies repeatedly for a minute. */
async function violationsAfterDraining(): Promise<unknown[]> {
  let violations: unknown[] = [];
  for (const started = Date.now(); Date.now() - started < 60_000; await pause(500)) {
    violations = [];
    for await (const page of verifyTable({ patience: 0 })) violations.push(...page.violations);
    violations.push(...(await verifyAll()));
    if (violations.length === 0) break;
  }
  return violations;
}

async function run(parts: string[]): Promise<boolean> {
  await Promise.all(['postgres', 'dynamodb', 'cognito'].map(start));
  for (const { work } of prepareData(settings)) await work();
  await start('services');
  const userPool = localUserPool(localSettings(ports, data));
  const tokens = await Promise.all(samplePeople.map(({ email }) => signIn(userPool, email, SAMPLE_PASSWORD)));
  let isSound = true;
  for (const part of parts) {
    const started = Date.now();
    const sent = await sendWhileKilling(part, tokens);
    const stored = await storedTexts();
    const lost = sent.filter(({ text, uuid }) => !stored.get(text)?.includes(uuid));
    const doubled = sent.filter(({ text }) => (stored.get(text)?.length ?? 0) > 1);
    const violations = await violationsAfterDraining();
    const retried = sent.filter(({ attempts }) => attempts > 1).length;
    console.log(
      `${part}: ended ${KILLS_EACH} times in ${sent.length} sends from ${CLIENTS} clients, ${retried} sends retried, ` +
        `${lost.length} lost, ${doubled.length} doubled, ` +
        `${violations.length} violations; ${Math.round((Date.now() - started) / 1000)} s`,
    );
    isSound &&= lost.length + doubled.length + violations.length === 0 && sent.length === SENDS;
    if (violations.length > 0) console.log(violations.slice(0, 5));
  }
  return isSound;
}

let isSound = false;
try {
  const chosen = process.argv.slice(2);
  isSound = await run(chosen.length > 0 ? chosen : ['services', 'dynamodb', 'postgres']);
} finally {
  for (const child of [...running.values()].reverse()) await child.stop();
  await rm(data, { recursive: true, force: true });
}
process.exit(isSound ? 0 : 1);

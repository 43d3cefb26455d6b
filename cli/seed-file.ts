import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sampleConversation } from './sample/conversation.ts';
import { samplePeople } from './sample/people.ts';
import { conversationPuts } from './table/import-conversation.ts';

/**
 * Writes `services/messaging/seed/sample.json`, with which `sls dynamodb seed` stores the same items as `cruddur ddb
 * seed`; `--check` only tells whether the file is up to date.
 */

const FILE = fileURLToPath(new URL('../services/messaging/seed/sample.json', import.meta.url));

const [first, second] = samplePeople;
if (!first || !second) throw new Error('The sample conversation needs two people.');
const { messages, rows } = sampleConversation(first, second);
const lines = conversationPuts(messages, rows).map(({ Put }) => JSON.stringify(Put.Item));
const text = `[\n${lines.join(',\n')}\n]\n`;

if (process.argv.includes('--check')) {
  const present = await readFile(FILE, 'utf8').catch(() => '');
  if (present !== text) {
    process.stderr.write('services/messaging/seed/sample.json is out of date: npm run seed-file\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}

import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { toText } from './render-table.ts';
import { noteSection, writeReport } from './report.ts';
import { onlyByName, type Section, type SectionName, sectionNames, withOwnStores } from './section.ts';
import { type BenchStores, startStores } from './stores.ts';

/** `npm run bench`: measures, prints tables, and writes docs/performance.md with its charts. */
const command = new Command('npm run bench --')
  .addArgument(
    new Argument(
      '[sections...]',
      'some sections; with --out they replace those of an earlier report',
    ).choices(sectionNames),
  )
  .option('--quick', 'fewer and smaller measurements; prints only, unless --out says where to write')
  .option('--out <folder>', 'where the report is written')
  .parse();
const { quick, out } = command.opts<{ quick?: true; out?: string }>();
const named = command.args as SectionName[];
const wanted = named.length > 0 ? named : sectionNames.filter((name) => !onlyByName.includes(name));

const engineOf = {
  capacity: 'dynoxide',
  // Puts into dynoxide slow down with its stream, which would draw every ratio to 1.
  warm: 'dynamodb-local',
  cold: 'dynoxide',
  scale: 'dynamodb-local',
  repair: 'dynamodb-local',
  throughput: 'dynamodb-local',
  local: 'dynoxide',
  peers: 'dynoxide',
} as const;

const typed = ['npm run bench', ...(quick ? ['-- --quick'] : [])].join(' ');
const folder = out ?? (quick || named.length > 0 ? undefined : join(import.meta.dirname, '../docs'));
const started = performance.now();
for (const name of wanted) {
  const [load = 0] = loadavg();
  const before = performance.now();
  // What has failed is missing in the report; the rest of a long run is kept.
  const measured = await measureOnNewStores(name).catch((error: Error) => {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  });
  console.error(`${name}: ${seconds(before)} s`);
  if (!measured) continue;
  const { section, engine } = measured;
  for (const table of section.tables) console.log(toText(table));
  if (folder) await noteSection(folder, name, { section, load, command: typed, engine });
}
if (folder) await writeReport(folder);
console.log(`\n${seconds(started)} s`);

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}

/** On new ones: DynamoDB Local describes a stream the more slowly, the more items another section has loaded. */
async function measureOnNewStores(name: SectionName) {
  const stores = await startStores();
  try {
    return { section: await measure(name, stores), engine: stores.engines[engineOf[name]] };
  } finally {
    await stores.stop();
  }
}

/** Runs a section in a process of its own. */
function measure(name: SectionName, { environmentFor }: BenchStores): Promise<Section> {
  const child = fork(join(import.meta.dirname, 'run-section.ts'), [name, ...(quick ? ['--quick'] : [])], {
    env: withOwnStores.includes(name) ? process.env : environmentFor(engineOf[name], name),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message: { progress?: string; section?: Section }) => {
      if (message.progress) console.error(`${name}: ${message.progress}`);
      if (message.section) resolve(message.section);
    });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`${name} ended with status ${status}`)));
  });
}

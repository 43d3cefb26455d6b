import { createInterface } from 'node:readline/promises';
import { inspect } from 'node:util';
import type { Command } from './command.ts';
import { environment } from './environment.ts';
import { CommandFailed } from './errors.ts';
import { explain } from './explain.ts';
import { Output, printError } from './output.ts';
import { otherCloud, type Place, type PlaceOptions, placeOf } from './place.ts';
import { openStores } from './stores.ts';

/** Options that many commands have. */
interface Given extends PlaceOptions, Record<string, unknown> {
  yes?: boolean;
  json?: boolean;
}

/** Asks for confirmation, connects to the stores, and does the work. A failure is printed and exits with status 1. */
export async function run(command: Command, given: Given): Promise<void> {
  const place = command.where === 'local' ? { ...placeOf(given), overriding: {} } : placeOf(given);
  try {
    await work(command, given, place);
  } catch (error) {
    for (const line of explain(error, place)) printError(line);
    if (environment.isDebugging) printError(inspect(error));
    process.exitCode = 1;
  }
}

async function work(command: Command, given: Given, place: Place): Promise<void> {
  const { stage, region, local } = place;
  const question = command.asks?.(given, { stage, local, otherCloud: otherCloud(place) });
  if (question) await confirm(question, given.yes);
  const stores = await openStores(command.stores, place);
  const out = new Output(given.json);
  const context = { stage, region, local, stores, out, confirm: (more: string) => confirm(more, given.yes) };
  const done = await command.run(given, context);
  for (const sentence of typeof done === 'string' ? [done] : (done ?? [])) out.say(sentence);
}

/** @throws CommandFailed if the answer is no, or without a terminal. */
async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new CommandFailed(`${question} There is no terminal to ask on: pass --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailed('Cancelled. Nothing was changed.');
}

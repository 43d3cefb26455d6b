import { asksInProduction, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { text } from '../options.ts';
import type { Stage } from '../place.ts';

/** Failures that cannot be replayed stay in the queue and are listed. */
export const ddbRedrive = command({
  description: 'replay the failure queue; status 1 if failures remain',
  where: 'anywhere',
  stores: ['table'],
  json: true,
  options: { queue: text('name', "a queue other than the projection's") },
  asks: asksInProduction('replays the failures of the stream handler'),
  examples: ['bin/cruddur ddb redrive'],
  async run({ queue }, { stage, region, local, out }) {
    const { redriveFailures } = await import('../repair/redrive-failures.ts');
    const failures = stage ? await deployedQueue(stage, region, queue) : await localQueue(local.data, queue);
    const { replayed, remaining } = await redriveFailures(failures);
    for (const failure of remaining) out.item(failure, `${failure.id}: ${failure.reason}`);
    const summary = `Replayed ${replayed} failures; ${remaining.length} remain.`;
    if (remaining.length > 0) throw new CommandFailed(summary);
    return summary;
  },
});

/** The dead-letter queue's default name is that of `services/stream`. */
async function deployedQueue(stage: Stage, region: string, name = `cruddur-${stage}-project-failures`) {
  return (await import('../failures/sqs-queue.ts')).sqsFailures(name, region);
}

async function localQueue(data: string, name: string | undefined) {
  return (await import('../failures/local-queue.ts')).localFailures(data, name);
}

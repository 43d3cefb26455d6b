import { CommandFailed } from '../errors.ts';
import { localFailures } from '../failures/local-queue.ts';
import { redriveFailures } from '../repair/redrive-failures.ts';
import { confirmInProduction, runningSettings } from '../stage.ts';
import type { StageOptions } from './options.ts';

/** What cannot be replayed stays in the queue and is listed. */
export async function redrive(options: StageOptions & { queue?: string }): Promise<string> {
  await confirmInProduction('replays what the stream handler gave up', options);
  const failures = await failuresOf(options);
  const { replayed, remaining } = await redriveFailures(failures);
  for (const { id, reason } of remaining) console.log(`${id}: ${reason}`);
  const summary = `Replayed ${replayed} failures; ${remaining.length} remain.`;
  if (remaining.length > 0) throw new CommandFailed(summary);
  return summary;
}

/** The queue is named as `services/stream` names it in the local cloud and in a stage. */
async function failuresOf({ stage, region, queue }: StageOptions & { queue?: string }) {
  if (!stage) return localFailures(queue ?? 'cruddur-project-failures', runningSettings().data);
  const { sqsFailures } = await import('../failures/sqs-queue.ts');
  return sqsFailures(queue ?? `cruddur-${stage}-project-failures`, region);
}

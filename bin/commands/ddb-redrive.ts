import { redriveFailures } from '../../shared/repair/redrive-failures.ts';
import { CommandFailed } from '../errors.ts';
import { localFailures } from '../failures/local-queue.ts';
import { confirmInProduction, runningSettings } from '../stage.ts';
import type { StageOptions } from './options.ts';

/** What cannot be replayed stays in the queue and is listed. */
export async function redrive(options: StageOptions & { queue: string }): Promise<string> {
  await confirmInProduction('replays what the stream handler gave up', options);
  const failures = options.stage
    ? (await import('../failures/sqs-queue.ts')).sqsFailures(options.queue, options.region)
    : localFailures(options.queue, runningSettings().data);
  const { replayed, remaining } = await redriveFailures(failures);
  for (const { id, reason } of remaining) console.log(`${id}: ${reason}`);
  const summary = `Replayed ${replayed} failures; ${remaining.length} remain.`;
  if (remaining.length > 0) throw new CommandFailed(summary);
  return summary;
}

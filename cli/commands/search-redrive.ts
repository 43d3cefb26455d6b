import { asksInProduction, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

/** Failures that cannot be replayed stay in the queue and are listed. */
export const searchRedrive = command({
  description: 'replay the failure queue of the search; status 1 if failures remain',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  asks: asksInProduction('replays the failures of the search'),
  examples: ['bin/cruddur search redrive --stage prod'],
  async run(_, { stage, region, local, out }) {
    const { redriveFailures } = await import('../repair/redrive-failures.ts');
    const { repairSearch } = await import('../repair/search-index.ts');
    const { INDEX_FAILURES, localFailures } = await import('../failures/local-queue.ts');
    const failures = stage
      ? (await import('../failures/sqs-queue.ts')).sqsFailures(`cruddur-${stage}-index-failures`, region)
      : localFailures(local.data, INDEX_FAILURES);
    const { replayed, remaining } = await redriveFailures(failures, repairSearch);
    for (const failure of remaining) out.item(failure, `${failure.id}: ${failure.reason}`);
    const summary = `Replayed ${replayed} failures; ${remaining.length} remain.`;
    if (remaining.length > 0) throw new CommandFailed(summary);
    return summary;
  },
});

import { CommandFailed } from '../errors.ts';

/** The error names the existing queues. */
export class NoSuchQueue extends CommandFailed {
  constructor(name: string, known: readonly string[]) {
    const there =
      known.length > 0 ? `Existing queues: ${known.toSorted().join(', ')}.` : 'There are no queues.';
    super(`There is no queue ${name}. ${there}`);
    this.name = 'NoSuchQueue';
  }
}

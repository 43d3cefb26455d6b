import { CommandFailed } from '../errors.ts';

/** The error names the existing queues. */
export class NoSuchQueue extends CommandFailed {
  constructor(name: string, known: readonly string[]) {
    const there = known.length > 0 ? `There are: ${known.toSorted().join(', ')}.` : 'There is none at all.';
    super(`There is no queue ${name}. ${there}`);
    this.name = 'NoSuchQueue';
  }
}

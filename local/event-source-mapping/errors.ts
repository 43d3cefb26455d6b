/** The `stream` event of a function cannot be honoured; `problems` says what is wrong, one sentence each. */
export class InvalidStreamEvent extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The stream event is not valid: ${problems.join('; ')}`);
    this.name = 'InvalidStreamEvent';
    this.problems = problems;
  }
}

/** A filter pattern that the service would refuse, or that cannot be intended. */
export class InvalidFilterPattern extends Error {
  constructor(path: string, problem: string) {
    super(`${path.replace(/\.$/, '') || 'filter pattern'}: ${problem}`);
    this.name = 'InvalidFilterPattern';
  }
}

/** The function was not reached and did not run: the batch is tried again without using a retry. */
export class FunctionNotInvoked extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The function was not invoked: ${reason}`, options);
    this.name = 'FunctionNotInvoked';
  }
}

/** The table's stream was deleted, was replaced, or is disabled and read to its end. */
export class StreamGone extends Error {
  constructor(streamArn: string) {
    super(`The stream no longer exists: ${streamArn}`);
    this.name = 'StreamGone';
  }
}

/** Thrown by a fault: the mapping ends at once, like a killed process. */
export class Crash extends Error {
  constructor(where: string) {
    super(`Crash ${where}`);
    this.name = 'Crash';
  }
}

import type { FunctionErrorText } from './messages.ts';

/** The function threw, or could not be loaded. */
export class FunctionFailed extends Error {
  readonly text: FunctionErrorText;

  constructor(functionName: string, text: FunctionErrorText) {
    super(`${functionName} failed: ${text.errorType}: ${text.errorMessage}`);
    this.name = 'FunctionFailed';
    this.text = text;
  }
}

/** The function did not answer within its timeout. */
export class FunctionTimedOut extends Error {
  constructor(functionName: string, timeoutMs: number) {
    super(`${functionName} timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
    this.name = 'FunctionTimedOut';
  }
}

/** The thread of the service's functions ended while the function ran, or did not start it in time. */
export class FunctionCrashed extends Error {
  constructor(functionName: string, reason: string) {
    super(`${functionName}: ${reason}`);
    this.name = 'FunctionCrashed';
  }
}

/** The thread did not load the function in time: it may be busy with another one. */
export class FunctionUnavailable extends Error {
  constructor(functionName: string) {
    super(`${functionName} could not be started in time`);
    this.name = 'FunctionUnavailable';
  }
}

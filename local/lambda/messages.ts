/** Definition of a function for the worker. */
export interface LocalFunction {
  readonly name: string;
  /** Its bundle, and the name of the export in it. */
  readonly file: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Its complete environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Invocation {
  readonly id: number;
  readonly functionName: string;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
}

export type ToWorker = ({ readonly kind: 'invoke' } & Invocation) | { readonly kind: 'ping' };

export type FromWorker =
  /** The function is loaded: its timeout starts. */
  | { readonly kind: 'started'; readonly id: number }
  | { readonly kind: 'answered'; readonly id: number; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly id: number; readonly error: FunctionErrorText }
  | { readonly kind: 'pong' };

/** The error of a function, as Lambda reports it. */
export interface FunctionErrorText {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack: string;
}

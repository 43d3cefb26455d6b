/** A function as the worker needs to know it. */
export interface LocalFunction {
  readonly name: string;
  /** Its bundle, and what the bundle exports. */
  readonly file: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** All that it finds in its environment. */
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
  /** The function is loaded: its time begins. */
  | { readonly kind: 'started'; readonly id: number }
  | { readonly kind: 'answered'; readonly id: number; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly id: number; readonly error: FunctionErrorText }
  | { readonly kind: 'pong' };

/** What Lambda tells of an error that a function threw. */
export interface FunctionErrorText {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack: string;
}

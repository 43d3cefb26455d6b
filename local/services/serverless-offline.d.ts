declare module 'serverless-offline' {
  /** The plugin; it is written in JavaScript. */
  export default class ServerlessOffline {
    readonly hooks: Record<string, () => unknown>;
    constructor(serverless: unknown, options: Record<string, unknown>, utilities: unknown);
    end(skipExit?: boolean): Promise<void>;
  }
}

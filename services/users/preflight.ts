import { GetAccountSettingsCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

/**
 * Fails a deployment early if the account's concurrency limit is below what the stage reserves: Lambda would refuse it
 * 20 minutes later, after the database.
 */
export default class Preflight {
  readonly hooks: Record<string, () => Promise<void>>;
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    this.hooks = { 'before:deploy:deploy': () => this.#checkConcurrency() };
  }

  async #checkConcurrency(): Promise<void> {
    const wanted = this.#serverless.service.custom.accountConcurrency;
    if (wanted === 0) return;
    const lambda = new LambdaClient(await this.#serverless.getProvider('aws').getAwsSdkV3Config());
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
    const limit = AccountLimit?.ConcurrentExecutions ?? 0;
    if (limit < wanted) throw new Error(refusal(limit, wanted));
  }
}

const refusal = (limit: number, wanted: number) =>
  `This account may run ${limit} functions at once, and this stage needs ${wanted}. ` +
  'Ask for a higher "Concurrent executions" of Lambda in Service Quotas first.';

interface Serverless {
  readonly service: { readonly custom: { readonly accountConcurrency: number } };
  getProvider(name: 'aws'): { getAwsSdkV3Config(): Promise<LambdaClientConfig> };
}

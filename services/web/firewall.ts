import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { firewallTemplate } from './firewall-template.ts';
import { deleteStack, outputsOf, putStack } from './stack.ts';

/** The only region that has web ACLs for CloudFront; `sls package` asks no account and gets the ARN of a stand-in. */
const REGION = 'us-east-1';
const STAND_IN = `arn:aws:wafv2:${REGION}:000000000000:global/webacl/cruddur/00000000-0000-0000-0000-000000000000`;

/**
 * Puts a firewall in front of CloudFront, if the stage has one (firewall.cjs). Its region differs from the service's, so
 * it is a stack of its own: made before the service's stack, which refers to it, and deleted after it.
 */
export default class Firewall {
  readonly hooks: Record<string, () => Promise<void>>;
  readonly #serverless: Serverless;
  #isDeployed: boolean | undefined;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.#attach(),
      'after:deploy:deploy': () => this.#deleteUnused(),
      'before:remove:remove': () => this.#look(),
      'after:remove:remove': () => this.#remove(),
    };
  }

  async #attach(): Promise<void> {
    const { waf } = this.#settings();
    if (waf === 'off') return;
    const { Distribution } = this.#serverless.service.provider.compiledCloudFormationTemplate.Resources;
    Distribution.Properties.DistributionConfig.WebACLId = waf === 'on' ? await this.#make() : waf;
  }

  async #make(): Promise<string> {
    if (!this.#serverless.processedInput.commands.includes('deploy')) return STAND_IN;
    const { stage } = this.#serverless.service.provider;
    const { readers } = this.#settings();
    const template = firewallTemplate({ name: this.#name(), stage, readers });
    const { WebAclArn } = await putStack(await this.#inUsEast1(), this.#name(), template);
    return WebAclArn as string;
  }

  /** A web ACL cannot be deleted while CloudFront uses it. */
  async #deleteUnused(): Promise<void> {
    const { waf, deployed } = this.#settings();
    if (waf !== 'on' && deployed === 'on') await deleteStack(await this.#inUsEast1(), this.#name());
  }

  /** The service's stack says whether there is one; if it is gone already, the parameter does. */
  async #look(): Promise<void> {
    const { service, provider } = this.#serverless.service;
    const client = new CloudFormationClient(await this.#deployment());
    const { Firewall: deployed = this.#settings().waf } =
      (await outputsOf(client, `${service}-${provider.stage}`)) ?? {};
    this.#isDeployed = deployed === 'on';
  }

  async #remove(): Promise<void> {
    if (this.#isDeployed) await deleteStack(await this.#inUsEast1(), this.#name());
  }

  /** Stages of two regions may have one name. */
  #name(): string {
    const { stage, region } = this.#serverless.service.provider;
    return `cruddur-firewall-${stage}-${region}`;
  }

  #settings = () => this.#serverless.service.custom.firewall;
  #deployment = () => this.#serverless.getProvider('aws').getAwsSdkV3Config();
  #inUsEast1 = async () => new CloudFormationClient({ ...(await this.#deployment()), region: REGION });
}

interface Serverless {
  readonly processedInput: { readonly commands: readonly string[] };
  getProvider(name: 'aws'): { getAwsSdkV3Config(): Promise<{ region: string }> };
  readonly service: {
    readonly service: string;
    readonly custom: {
      readonly firewall: {
        readonly waf: string;
        readonly readers: readonly string[];
        readonly deployed: string;
      };
    };
    readonly provider: {
      readonly stage: string;
      readonly region: string;
      readonly compiledCloudFormationTemplate: {
        readonly Resources: {
          readonly Distribution: { Properties: { DistributionConfig: { WebACLId?: string } } };
        };
      };
    };
  };
}

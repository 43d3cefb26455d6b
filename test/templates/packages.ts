import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../local/settings.ts';

export const services = ['users', 'messaging', 'stream', 'web'] as const;
export const stages = ['dev', 'prod'] as const;
export type Service = (typeof services)[number];
export type DeployedStage = (typeof stages)[number];

/** The parts of a CloudFormation template that the checks read. */
export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown }>;
}

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties are as various as AWS
  Properties: Record<string, any>;
  Condition?: string;
  DeletionPolicy?: string;
  DependsOn?: string[];
}

/** The setting that prod requires from an operator. */
export const mailFrom = 'no-reply@mail.example';

/** Accepted cfn-lint warnings, each with its reason. */
const acceptedWarnings = {
  W3005: 'The Serverless CLI writes DependsOn beside a reference that says the same',
};

const run = promisify(execFile);

/** The output of cfn-lint; empty if all warnings are accepted. Throws on an error or another warning. */
export async function lint(files: string[]): Promise<string> {
  const cfnLint = join(process.env.CRUDDUR_PYTHON_TOOLS as string, 'bin/cfn-lint');
  return (await run(cfnLint, ['--ignore-checks', ...Object.keys(acceptedWarnings), '--', ...files])).stdout;
}

/**
 * An environment without an AWS account or anything that could replace one. The packager leaves each bundle in the folder
 * for temporary files, so it has one that is removed with the packages.
 */
export const noAccount = (): NodeJS.ProcessEnv => ({
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
  TMPDIR: process.env.CRUDDUR_AWS_PACKAGES,
  HOME: process.env.HOME,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

/** Packages every service for every stage into `directory`, as `npx sls package` does. */
export async function packageEverything(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const stage of stages) {
    for (const service of services) {
      await run('sls', ['package', '--stage', stage, '--package', packageOf(service, stage, directory)], {
        cwd: join(root, 'services', service),
        env: { ...noAccount(), ...(stage === 'prod' && { CRUDDUR_MAIL_FROM: mailFrom }) },
      });
    }
  }
}

/**
 * Packages the messaging service for prod with the DAX switch on and its optional client. Never run it concurrently
 * with another package or deployment of that service: they share its build folder.
 */
export async function packageWithDax(directory: string): Promise<void> {
  const client = '@amazon-dax-sdk/lib-dax@3.1.0';
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', directory, client]);
  await slsPackageWithDax(packageOf('messaging', 'dax', directory), {
    NODE_PATH: join(directory, 'node_modules'),
  });
}

export const slsPackageWithDax = (target: string, env: NodeJS.ProcessEnv) =>
  run('sls', ['package', '--stage', 'prod', '--param', 'dax=on', '--package', target], {
    cwd: join(root, 'services/messaging'),
    env: { ...noAccount(), ...env },
  });

export const packageOf = (
  service: Service,
  stage: DeployedStage | 'dax',
  directory = process.env.CRUDDUR_AWS_PACKAGES as string,
) => join(directory, `${service}-${stage}`);

export const templateFile = (service: Service, stage: DeployedStage | 'dax') =>
  join(packageOf(service, stage), 'cloudformation-template-update-stack.json');

export async function readTemplate(service: Service, stage: DeployedStage | 'dax'): Promise<Template> {
  return JSON.parse(await readFile(templateFile(service, stage), 'utf8'));
}

/** Every template with its name. */
export async function readTemplates(): Promise<
  { name: string; service: Service; stage: DeployedStage; template: Template }[]
> {
  const all = services.flatMap((service) => stages.map((stage) => ({ service, stage })));
  return Promise.all(
    all.map(async ({ service, stage }) => ({
      name: `${service} ${stage}`,
      service,
      stage,
      template: await readTemplate(service, stage),
    })),
  );
}

export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** A function's key in `serverless.yml`, from its deployed name `cruddur-<service>-<stage>-<key>`. */
export const functionKey = (resource: Resource) =>
  String(resource.Properties.FunctionName).replace(/^.*-/, '');

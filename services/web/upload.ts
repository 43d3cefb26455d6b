import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { narrowedToStage } from './content-security-policy.ts';
import { outputsOf } from './stack.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Builds the application and uploads it after `sls deploy`; empties the bucket before `sls remove`. */
export default class Upload {
  readonly hooks: Record<string, () => Promise<void>>;
  readonly #serverless: Serverless;
  readonly #log: (line: string) => void;

  constructor(
    serverless: Serverless,
    _options: unknown,
    utilities?: { log: { notice(line: string): void } },
  ) {
    this.#serverless = serverless;
    this.#log = (line) => utilities?.log.notice(line);
    this.hooks = {
      'after:deploy:deploy': () => this.#upload(),
      'before:remove:remove': () => this.#empty(),
    };
  }

  async #upload(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    await promisify(execFile)('vite', ['build'], { cwd: serviceDir });
    const { SiteBucket, DistributionId, SiteUrl } = await this.#outputs();
    const build = await readBuild(join(serviceDir, 'dist'));
    const { configuration } = service.custom;
    const { cognitoEndpoint = '', webSocketUrl = '' } = configuration;
    build.set('config.json', Buffer.from(JSON.stringify(configuration)));
    const page = String(build.get('index.html'));
    build.set('index.html', Buffer.from(narrowedToStage(page, [cognitoEndpoint, webSocketUrl])));
    const s3 = new S3Client(await this.#client());
    for (const [Key, Body] of inOrder(build))
      await s3.send(new PutObjectCommand({ Bucket: SiteBucket, Key, Body, ...headersOf(Key) }));
    await this.#invalidate(DistributionId as string);
    this.#log(`Uploaded ${build.size} files: ${SiteUrl}`);
  }

  async #invalidate(DistributionId: string): Promise<void> {
    const Paths = { Quantity: 1, Items: ['/*'] };
    await new CloudFrontClient(await this.#client()).send(
      new CreateInvalidationCommand({
        DistributionId,
        InvalidationBatch: { CallerReference: `${Date.now()}`, Paths },
      }),
    );
  }

  async #empty(): Promise<void> {
    const { SiteBucket: Bucket } = await this.#outputs();
    if (!Bucket) return;
    const client = new S3Client(await this.#client());
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      const Objects = [...Versions, ...DeleteMarkers].map(
        ({ Key, VersionId }) => ({ Key, VersionId }) as ObjectIdentifier,
      );
      if (Objects.length === 0) return;
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }

  /** Of a stack that is not there, none: it has nothing to empty. */
  async #outputs(): Promise<Record<string, string>> {
    const client = new CloudFormationClient(await this.#client());
    const { service, provider } = this.#serverless.service;
    return (await outputsOf(client, `${service}-${provider.stage}`)) ?? {};
  }

  /** The credentials of the deployment, including `--aws-profile`: the default ones may be of another account. */
  #client = () => this.#serverless.getProvider('aws').getAwsSdkV3Config();
}

/** All files of the build, by path. */
async function readBuild(directory: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      files.map(
        async (file): Promise<[string, Buffer]> => [file.slice(directory.length + 1), await readFile(file)],
      ),
    ),
  );
}

/** The page after the files that it refers to, and the service worker last: it stores them all. */
const LAST = ['index.html', 'worker.js'];

const inOrder = (build: Map<string, Buffer>) =>
  [...build].sort(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b));

const headersOf = (key: string) => ({
  ContentType: types[extname(key)] ?? 'application/octet-stream',
  CacheControl: cacheControl(key),
});

/** A hashed file never changes; all others are revalidated each time. */
export const cacheControl = (key: string) =>
  /^assets\/.+-[\w-]{8}\.\w+$/.test(key) ? 'public, max-age=31536000, immutable' : 'no-cache';

interface Serverless {
  readonly serviceDir: string;
  getProvider(name: 'aws'): { getAwsSdkV3Config(): Promise<{ region: string }> };
  readonly service: {
    readonly service: string;
    readonly provider: { readonly stage: string; readonly region: string };
    readonly custom: { readonly configuration: Record<string, string> };
  };
}

import { createRequire } from 'node:module';
import { join } from 'node:path';

const load = createRequire(createRequire(import.meta.url).resolve('serverless/package.json'));
const variables = './lib/configuration/variables';
const dependent = `${variables}/sources/instance-dependent`;
const plainSources = {
  env: `${variables}/sources/env`,
  file: `${variables}/sources/file`,
  opt: `${variables}/sources/opt`,
  self: `${variables}/sources/self`,
  strToBool: `${variables}/sources/str-to-bool`,
};

/**
 * Resolves every variable of a service's `serverless.yml` for the stage `local`, as `sls print` does. Uses the
 * framework's resolver without its commands and plugins, which would cost two seconds per service.
 */
export async function resolveService(serviceDir: string, options: Record<string, string>): Promise<unknown> {
  const configuration = await load('./lib/configuration/read')(join(serviceDir, 'serverless.yml'));
  const variablesMeta = load(`${variables}/resolve-meta`)(configuration);
  const sources = Object.fromEntries(Object.entries(plainSources).map(([name, file]) => [name, load(file)]));
  const resolution = { serviceDir, configuration, variablesMeta, sources, options };
  const isPropertyDeferred = load(`${variables}/defer-irrelevant-stage-params`)(configuration, resolution);
  const resolve = () =>
    load(`${variables}/resolve`)({
      ...resolution,
      isPropertyDeferred,
      fulfilledSources: new Set(Object.keys(sources)),
    });
  // A parameter may come from a file, so the files are read first.
  await resolve();
  const serverless = { processedInput: { options }, configurationInput: configuration };
  sources.sls = load(`${dependent}/get-sls`)(serverless);
  sources.param = load(`${dependent}/param`)(serverless);
  await resolve();
  const failed = [...variablesMeta].filter(([path]) => !isPropertyDeferred(path));
  if (failed.length > 0) {
    const reasons = failed.map(([path, { error }]) => `${path.replaceAll('\0', '.')}: ${error?.message}`);
    throw new Error(`${join(serviceDir, 'serverless.yml')} cannot be resolved: ${reasons.join('; ')}`);
  }
  return configuration;
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { parse } from 'yaml';

const load = createRequire(import.meta.url);
const services = fileURLToPath(new URL('../services', import.meta.url));

/** A function as it is deployed: its service, its name and the file that it is bundled from. */
export interface DeployedFunction {
  service: string;
  name: string;
  entry: string;
}

/** Every function that a `serverless.yml` names. */
export async function deployedFunctions(): Promise<DeployedFunction[]> {
  const found = await Promise.all(
    ['users', 'messaging', 'stream'].map(async (service) => {
      const { functions } = parse(await readFile(join(services, service, 'serverless.yml'), 'utf8'), {
        logLevel: 'error',
        merge: true,
      });
      return Object.entries<{ handler: string }>(functions).map(([name, { handler }]) => ({
        service,
        name,
        entry: join(services, service, handler.replace(/\.\w+$/, '.ts')),
      }));
    }),
  );
  return found.flat();
}

export interface Bundle {
  code: Uint8Array;
  /** Input files by path from a service's folder, with the bytes that each adds to the bundle. */
  inputs: Metafile['outputs'][string]['inputs'];
}

/**
 * Bundles each entry as `sls package` does: with the settings of `services/provider.yml`, from a service's folder.
 *
 * @param change other settings, for a comparison.
 * @returns the bundles in the order of the entries.
 */
export async function bundle(
  entries: readonly string[],
  change: (deployed: BuildOptions) => BuildOptions = (deployed) => deployed,
): Promise<Bundle[]> {
  const provider = parse(await readFile(join(services, 'provider.yml'), 'utf8'));
  const { exclude, outputFileExtension: _, plugins, ...settings } = provider.esbuild;
  const directory = join(services, 'messaging');
  const { outputFiles, metafile } = await build({
    ...change({ ...settings, external: exclude, plugins: load(join(directory, plugins))() }),
    absWorkingDir: directory,
    entryPoints: entries.map((entry, index) => ({ in: entry, out: String(index) })),
    outdir: directory,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return entries.map((_entry, index) => ({
    code: outputFiles.find(({ path }) => path === join(directory, `${index}.js`))?.contents as Uint8Array,
    inputs: metafile.outputs[`${index}.js`]?.inputs ?? {},
  }));
}

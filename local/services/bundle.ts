import { cp, glob, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin, stop } from 'esbuild';
import type { Serverless } from './service-definition.ts';

/**
 * Bundles a service's functions into `folder` with the settings of its `serverless.yml`, as deployed, and copies the
 * extra files of their packages.
 */
export async function bundleFunctions({ service, serviceDir }: Serverless, folder: string): Promise<void> {
  const { custom } = service;
  const { exclude, outputFileExtension, ...packaging } = custom.esbuild as unknown as EsbuildSettings;
  const { plugins, sourcemap: _maps, ...settings } = packaging;
  const entries = Object.values(service.functions).map(({ handler }) => handler.replace(/\.[^.]+$/, ''));
  await build({
    ...(settings as BuildOptions),
    external: exclude,
    plugins: loadPlugins(join(serviceDir, plugins)),
    absWorkingDir: serviceDir,
    entryPoints: entries.map((entry) => ({ in: join(serviceDir, `${entry}.ts`), out: entry })),
    outdir: folder,
    outExtension: { '.js': outputFileExtension },
    logLevel: 'silent',
  });
  const patterns = Object.values(service.functions).flatMap((known) => known.package?.patterns ?? []);
  for await (const file of glob(patterns, { cwd: serviceDir })) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await cp(join(serviceDir, file), join(folder, file));
  }
}

/** The plugins of a file that the Serverless CLI would load. Source maps are for packages only. */
function loadPlugins(file: string): Plugin[] {
  const plugins: Plugin[] = createRequire(import.meta.url)(file)();
  return plugins.filter(({ name }) => name !== 'source-maps');
}

/** Ends the esbuild process, which keeps every file that it has read in memory. */
export const releaseBundler = (): Promise<void> => stop();

interface EsbuildSettings {
  plugins: string;
  sourcemap: string;
  exclude: string[];
  outputFileExtension: string;
}

import type { BuildOptions } from 'esbuild';

/** Ways to bundle a function without one of the savings of `services/provider.yml`, for a comparison with it. */
export const otherwise: Record<string, (deployed: BuildOptions) => BuildOptions> = {
  'with names kept': (deployed) => ({ ...deployed, keepNames: true }),
  'with unused parts of the packages': (deployed) => without(deployed, 'left-out'),
  'with getters for built-in modules': (deployed) => without(deployed, 'plain-built-ins'),
  'as the bundler does it by itself': ({ plugins: _, alias: _alias, ...deployed }) => deployed,
};

const without = ({ plugins = [], ...deployed }: BuildOptions, plugin: string): BuildOptions => ({
  ...deployed,
  plugins: plugins.filter(({ name }) => name !== plugin),
});

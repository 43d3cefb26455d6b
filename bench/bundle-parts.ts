import type { Bundle } from './bundle.ts';
import type { Table } from './section.ts';
import { round } from './statistics.ts';

/** Size of a bundle by package, largest first, from the bundler's metafile. */
export function partsTable(bundles: { name: string; inputs: Bundle['inputs'] }[], most = 15): Table {
  const parts = bundles.map(({ inputs }) => bytesByPart(inputs));
  const all = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  const largest = (part: string) => Math.max(...parts.map((bytes) => bytes[part] ?? 0));
  const shown = all.sort((a, b) => largest(b) - largest(a)).slice(0, most);
  return {
    title: 'What is in a bundle, KB by package',
    columns: ['package', ...bundles.map(({ name }) => name)],
    rows: shown.map((part) => [part, ...parts.map((bytes) => round((bytes[part] ?? 0) / 1000))]),
  };
}

function bytesByPart(inputs: Bundle['inputs']): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const part = partOf(path);
    bytes[part] = (bytes[part] ?? 0) + bytesInOutput;
  }
  return bytes;
}

function partOf(path: string): string {
  const [, inPackages] = /.*node_modules\/(.*)/.exec(path) ?? [];
  if (!inPackages) return 'this repository';
  return inPackages.split('/', inPackages.startsWith('@') ? 2 : 1).join('/');
}

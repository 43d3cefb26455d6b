import type { TopLevelSpec } from 'vega-lite';

/**
 * Sections of the benchmark, in the order of the report; each has a file of this name. `scale` comes last of what is
 * always measured: its many messages keep the engine busy for long.
 */
export const sectionNames = [
  ...(['capacity', 'warm', 'cold', 'repair', 'throughput', 'local', 'scale'] as const),
  'peers',
] as const;
export type SectionName = (typeof sectionNames)[number];

/** Sections that start a local cloud with stores of its own. */
export const withOwnStores: readonly SectionName[] = ['local', 'peers'];

/** Sections that are measured only by name, since they need software that the project does not install. */
export const onlyByName: readonly SectionName[] = ['peers'];

/** Results of one section, as the report shows them. */
export interface Section {
  title: string;
  /** Paragraphs before the tables: what was measured, and how to read it. */
  intro: string[];
  tables: Table[];
  charts: Chart[];
}

export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

export interface Chart {
  /** The file's name without `.svg`. */
  name: string;
  /** Alt text of the chart. */
  alt: string;
  spec: TopLevelSpec;
}

export interface SectionOptions {
  /** Fewer and smaller measurements, all sections within a minute. */
  quick: boolean;
  progress(text: string): void;
  /** The interpreter that has Matrix Synapse, for `peers`. */
  synapsePython?: string | undefined;
}

/** Exports of a section's file. */
export interface SectionModule {
  run(options: SectionOptions): Promise<Section>;
}

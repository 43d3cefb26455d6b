import type { TopLevelSpec } from 'vega-lite';

/**
 * The parts of the benchmark, in the order of the report; each is a file of this name. The engine is busy for long
 * with the million messages of `scale`, so that comes last.
 */
export const sectionNames = ['capacity', 'warm', 'cold', 'repair', 'throughput', 'scale'] as const;
export type SectionName = (typeof sectionNames)[number];

/** What one part of the benchmark found, as the report shows it. */
export interface Section {
  title: string;
  /** Paragraphs before the tables: what was done, and how to read it. */
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
  /** What it shows, for whom cannot see it. */
  alt: string;
  spec: TopLevelSpec;
}

export interface SectionOptions {
  /** Fewer and smaller measurements, all sections within a minute. */
  quick: boolean;
  progress(text: string): void;
}

/** What a section's file exports. */
export interface SectionModule {
  run(options: SectionOptions): Promise<Section>;
}

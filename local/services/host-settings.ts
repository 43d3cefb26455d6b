import type { Options } from './service-definition.ts';

/** What the process of the services is told. */
export interface HostSettings {
  readonly root: string;
  /** Where the bundles go. */
  readonly functions: string;
  readonly services: readonly HostedService[];
}

export interface HostedService {
  readonly name: string;
  readonly options: Options;
}

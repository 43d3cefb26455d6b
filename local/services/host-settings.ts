import type { Options } from './service-definition.ts';

/** Settings of the services' process. */
export interface HostSettings {
  readonly root: string;
  /** Folder of the bundles. */
  readonly functions: string;
  readonly services: readonly HostedService[];
}

export interface HostedService {
  readonly name: string;
  readonly options: Options;
}

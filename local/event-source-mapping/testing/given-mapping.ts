import { mappingOnFake } from './run-mapping.ts';

/** The mapping of the current test. */
export let fixture: Awaited<ReturnType<typeof mappingOnFake>>;

export async function given(...how: Parameters<typeof mappingOnFake>): Promise<typeof fixture> {
  fixture = await mappingOnFake(...how);
  return fixture;
}

/** Writes a record for each letter, which is its partition key. */
export const write = (keys: string, options = {}) =>
  [...keys].map((key) => fixture.streams.write('s1', key, options));

afterEach(() => fixture.stopAll());

import { command } from './command.ts';
import { flag, textOr, wholeNumber } from './options.ts';

/** What `tsc` rejects in a command; `@ts-expect-error` marks the lines that it must reject. */

const parts = {
  description: 'for the types',
  examples: ['bin/cruddur types'],
} as const;

test('an option renamed in one place only does not compile', () => {
  command({
    ...parts,
    where: 'anywhere',
    options: {
      units: wholeNumber('units', 'a limit', { from: 1, to: 9, fallback: 1 }),
      name: textOr('x', 'name', 'a name'),
      close: flag('a flag'),
    },
    arguments: { table: { description: 'a name' } },
    asks: ({ units, table }) => `${units satisfies number} ${table satisfies string}`,
    async run({ units, name, close, table }) {
      const given: [number, string, boolean, string] = [units, name, close, table];
      return String(given);
    },
  });
  command({
    ...parts,
    where: 'anywhere',
    options: { units: wholeNumber('units', 'a limit', { from: 1, to: 9, fallback: 1 }) },
    // @ts-expect-error there is no such option
    run: async ({ wcu }) => String(wcu),
  });
  command({
    ...parts,
    where: 'anywhere',
    options: { units: wholeNumber('units', 'a limit', { from: 1, to: 9, fallback: 1 }) },
    // @ts-expect-error the option is a number
    run: async ({ units }) => units.trim(),
  });
  command({
    ...parts,
    where: 'anywhere',
    arguments: { table: { description: 'a name' } },
    // @ts-expect-error there is no such argument
    run: async ({ name }) => String(name),
  });
});

test('a command cannot reach a store that it does not name', () => {
  command({
    ...parts,
    where: 'anywhere',
    stores: ['table'],
    run: async (_, { stores }) => stores.table.name,
  });
  command({
    ...parts,
    where: 'anywhere',
    stores: ['table'],
    // @ts-expect-error the database is not named
    run: async (_, { stores }) => stores.database.url,
  });
});

test('`stage` is a string for stage commands, and may be undefined for every other', () => {
  command({ ...parts, where: 'stage', run: async (_, { stage }) => stage.toUpperCase() });
  // @ts-expect-error on the local cloud there is no stage
  command({ ...parts, where: 'anywhere', run: async (_, { stage }) => stage.toUpperCase() });
});

import { asksInProduction, command } from '../command.ts';

/** Idempotent: existing rows stay unchanged. */
export const dbSeed = command({
  description: 'insert the sample users and activity',
  where: 'anywhere',
  stores: ['database'],
  asks: asksInProduction('inserts sample users'),
  examples: ['bin/cruddur db seed'],
  run: async () => (await import('../database/set-up.ts')).seed(),
});

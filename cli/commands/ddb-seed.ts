import { asksInProduction, command } from '../command.ts';

/** Idempotent: writes the same items every time and keeps newer messages. */
export const ddbSeed = command({
  description: 'store the sample conversation; existing items stay',
  where: 'anywhere',
  stores: ['table', 'database'],
  asks: asksInProduction('stores a sample conversation'),
  examples: ['bin/cruddur ddb seed'],
  run: async (_, { local }) => (await import('../sample/store-conversation.ts')).storeConversation(local),
});

import { asksInProduction, command } from '../command.ts';

/** Repeatable: the same items every time, and what people wrote since stays. */
export const ddbSeed = command({
  description: 'store the sample conversation; what is there stays',
  where: 'anywhere',
  stores: ['table', 'database'],
  asks: asksInProduction('stores a sample conversation'),
  examples: ['bin/cruddur ddb seed'],
  run: async (_, { local }) => (await import('../sample/store-conversation.ts')).storeConversation(local),
});

import { command } from '../command.ts';
import { textOr, wholeNumber } from '../options.ts';

export const ddbListConversations = command({
  description: "pattern B: a user's message groups, latest first",
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    handle: textOr('bayko', 'handle', 'who asks'),
    limit: wholeNumber('number', 'how many lines', { from: 1, to: 100, fallback: 20 }),
  },
  examples: ['bin/cruddur ddb patterns list-conversations --handle londo'],
  async run({ handle, limit }, { out }) {
    const { readConversations } = await import('../patterns.ts');
    const { items, consumed } = await readConversations(handle, limit);
    for (const item of items) {
      const unread = item.unread_count > 0 ? ` (${item.unread_count} unread)` : '';
      out.item(item, `${item.last_message_at}  ${item.user_handle.padEnd(14)}  ${item.message}${unread}`);
    }
    return consumed;
  },
});

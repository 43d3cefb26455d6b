import { command } from '../command.ts';
import { textOr, wholeNumber } from '../options.ts';
import { shownMessage } from '../shown-text.ts';

export const ddbGetConversation = command({
  description: 'pattern A: the newest messages between two users',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    handle: textOr('bayko', 'handle', 'who asks'),
    with: textOr('nwaliechinyere', 'handle', 'the other user'),
    limit: wholeNumber('number', 'how many lines', { from: 1, to: 100, fallback: 20 }),
  },
  examples: ['bin/cruddur ddb patterns get-conversation --handle bayko --with nwaliechinyere'],
  async run({ handle, with: other, limit }, { out }) {
    const { readConversation } = await import('../patterns.ts');
    const { items, consumed } = await readConversation(handle, other, limit);
    for (const item of items)
      out.item(item, `${item.created_at}  ${item.user_handle.padEnd(14)}  ${shownMessage(item, items)}`);
    return consumed;
  },
});

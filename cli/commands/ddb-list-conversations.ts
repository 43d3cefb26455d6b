import type { ListName } from '../../shared/contract/message-groups.ts';
import { command } from '../command.ts';
import { oneOf, textOr, wholeNumber } from '../options.ts';
import { shownLast } from '../shown-text.ts';

const listNames = ['inbox', 'pinned', 'requests', 'archived'] as const satisfies readonly ListName[];

export const ddbListConversations = command({
  description: "pattern B: the message groups in a user's list, latest first",
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    handle: textOr('bayko', 'handle', 'who asks'),
    list: oneOf(listNames, 'inbox', 'which of their lists'),
    limit: wholeNumber('number', 'how many lines', { from: 1, to: 100, fallback: 20 }),
  },
  examples: [
    'bin/cruddur ddb patterns list-conversations --handle londo',
    'bin/cruddur ddb patterns list-conversations --list archived',
  ],
  async run({ handle, list, limit }, { out }) {
    const { readConversations } = await import('../patterns.ts');
    const { items, consumed } = await readConversations(handle, list, limit);
    for (const item of items)
      out.item(item, `${item.last_message_at}  ${item.user_handle.padEnd(14)}  ${shownLast(item)}`);
    return consumed;
  },
});

import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import type { Message } from '../../shared/contract/messages.ts';
import type { Person } from '../accounts.ts';
import { call } from '../call.ts';
import { patiently } from '../client.ts';

export type Shown = Pick<Message, 'uuid' | 'cursor' | 'message' | 'reactions'>;

const first = '2000-01-01T00:00:00.000Z#00000000-0000-0000-0000-000000000000';

/** All messages, oldest first, in pages of three; undefined for somebody who may not read them. */
export async function pages(as: Person, group: string, direction: 'before' | 'after') {
  const found: Shown[] = [];
  let query: Record<string, string> | undefined = {
    limit: '3',
    ...(direction === 'after' && { after: first }),
  };
  while (query) {
    const page: Page = await readPage(as, group, query);
    if (page.status !== 200) return undefined;
    const read = page.body.map(({ uuid, cursor, message, reactions }) => ({
      uuid,
      cursor,
      message,
      reactions,
    }));
    if (direction === 'after') found.push(...read);
    else found.unshift(...read);
    query = page.next;
  }
  return found;
}

type Page = Awaited<ReturnType<typeof readPage>>;

export const readPage = (as: Person, message_group_uuid: string, query?: Record<string, string>) =>
  patiently(() => call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query }));

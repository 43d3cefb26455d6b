import { hint, type LocalSettings } from '../../local/settings.ts';
import { findUserByHandle } from '../../shared/postgres/users.ts';
import { CommandFailed } from '../errors.ts';
import { importConversation } from '../table/import-conversation.ts';
import { sampleConversation } from './conversation.ts';
import { samplePeople } from './people.ts';

/** Stores the sample conversation in the connected table, and says what was new. */
export async function storeConversation(local: LocalSettings): Promise<string> {
  const people = samplePeople.slice(0, 2).map(({ handle }) => findUserByHandle(handle));
  const [first, second] = await Promise.all(people);
  if (!first || !second)
    throw new CommandFailed(`The sample users are missing. Insert them first: ${hint(local, 'db seed')}`);
  const { messages, rows } = sampleConversation(first, second);
  const created = await importConversation(messages, rows);
  return `Stored ${created} new items of ${messages.length} messages and 2 message group rows.`;
}

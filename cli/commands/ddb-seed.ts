import { findUserByHandle } from '../../shared/postgres/users.ts';
import { CommandFailed } from '../errors.ts';
import { sampleConversation } from '../sample/conversation.ts';
import { samplePeople } from '../sample/people.ts';
import { confirmInProduction } from '../stage.ts';
import { importConversation } from '../table/import-conversation.ts';
import type { StageOptions } from './options.ts';

/** Repeatable: the same items every time, and what people wrote since stays. */
export async function seed(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('stores a sample conversation', options);
  const [first, second] = await Promise.all(
    samplePeople.slice(0, 2).map(({ handle }) => findUserByHandle(handle)),
  );
  if (!first || !second) throw new CommandFailed('The sample users are not there: bin/cruddur db seed');
  const { messages, rows } = sampleConversation(first, second);
  const created = await importConversation(messages, rows);
  return `Stored ${created} new items of ${messages.length} messages and 2 message group rows.`;
}

import { v5 } from 'uuid';
import type { UserShort } from '../../shared/contract/users.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { rowNaming } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { SAMPLE_TIME } from './people.ts';
import { sampleTexts } from './texts.ts';

/**
 * The sample conversation between two users, the same every time. The first user has not read the last message.
 */
export function sampleConversation(first: UserShort, second: UserShort) {
  const message_group_uuid = messageGroupUuid(first.uuid, second.uuid);
  const messages = sampleTexts.map((text, index): StoredMessage => {
    const sender = index % 2 === 0 ? first : second;
    return {
      message_group_uuid,
      message_uuid: v5(`${index}`, message_group_uuid),
      message: text,
      created_at: timeOf(index),
      user_uuid: sender.uuid,
      user_display_name: sender.display_name,
      user_handle: sender.handle,
      member_uuids: [first.uuid, second.uuid],
    };
  });
  const [beforeLast, last] = messages.slice(-2) as [StoredMessage, StoredMessage];
  return {
    messages,
    rows: {
      [first.uuid]: { ...rowNaming(second, last, 1), read_to: cursorOf(beforeLast) },
      [second.uuid]: { ...rowNaming(first, last, 0), read_to: cursorOf(last) },
    },
  };
}

const MINUTE_MS = 60_000;

/** Each answer comes one to four minutes after the last. */
function timeOf(index: number): string {
  const minutes = sampleTexts.slice(0, index).reduce((sum, _, before) => sum + 1 + ((before * 7) % 4), 0);
  return new Date(Date.parse(SAMPLE_TIME) + minutes * MINUTE_MS).toISOString();
}

import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DELETED_ACCOUNT } from '../../contract/users.ts';
import { MessageNotFound } from '../../errors.ts';
import { documents, tableName } from '../client.ts';
import { writeIfConditionHolds } from '../condition.ts';
import { inChunks } from '../in-chunks.ts';
import type { ErasureJob } from '../jobs.ts';
import { messageKey, messagesOf } from '../keys.ts';
import { changeMessage, type MessageChange } from '../message-changes.ts';
import { deletionOf } from '../message-deletion.ts';
import { cursorOf, type StoredMessage, toMessage } from '../messages.ts';
import { listOtherMembers } from '../other-members.ts';
import { isPointer } from '../pointers.ts';
import { keptReactions, withoutPerson } from '../reactions.ts';

/** A step ends with the group that reaches one of these. */
const STEP_MESSAGES = 100;
const STEP_GROUPS = 25;

type Job = Pick<ErasureJob, 'user_uuid' | 'messages'>;

/**
 * The messages of the user's next groups: their own lose the name, or all of it, and those of others their reactions.
 *
 * @param after `<message group> <cursor>`, the cursor left out at the end of the group; empty at the beginning.
 */
export async function eraseMessages(job: Job, after: string): Promise<string | undefined> {
  let [group = '', cursor] = after.split(' ') as [string?, string?];
  let left = STEP_MESSAGES;
  const { groups } = await listOtherMembers(job.user_uuid, { after: group, limit: STEP_GROUPS });
  const following = [...groups];
  while (left > 0) {
    if (cursor === undefined) {
      const next = following.shift();
      if (!next) break;
      group = next.message_group_uuid;
    }
    const page = await readPage(group, cursor, left);
    await inChunks(page.messages, (message) => eraseMessage(job, message));
    // A group costs a read, however few its messages are.
    left -= page.read + 1;
    cursor = page.next;
  }
  const isDone = cursor === undefined && following.length === 0 && groups.length < STEP_GROUPS;
  return isDone ? undefined : [group, cursor].filter(Boolean).join(' ');
}

async function readPage(group: string, after: string | undefined, limit: number) {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: after ? 'pk = :pk AND sk > :after' : 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messagesOf(group), ...(after && { ':after': after }) },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const messages = Items.filter((item) => !isPointer(item)).map((item) => toMessage(item, group));
  return { messages, read: Items.length, next: LastEvaluatedKey?.sk as string | undefined };
}

async function eraseMessage({ user_uuid, messages }: Job, message: StoredMessage): Promise<void> {
  const isOwn = message.user_uuid === user_uuid;
  const takeReactions = ({ reactions = [] }: StoredMessage) => {
    const others = withoutPerson(reactions, user_uuid);
    return others && { set: { reactions: keptReactions(others) } };
  };
  const present = await change(message, isOwn && messages === 'erase' ? deleteNameless : takeReactions);
  if (isOwn && present.user_handle !== nameless.user_handle) await removeName(message);
}

const nameless = {
  user_display_name: DELETED_ACCOUNT.display_name,
  user_handle: DELETED_ACCOUNT.handle,
};

async function deleteNameless(message: StoredMessage, now: string): Promise<MessageChange | undefined> {
  const deletion = await deletionOf(message, now);
  return deletion && { set: { ...deletion.set, ...nameless } };
}

/** Decides over the message as it was read, and over the present one after a lost race. */
function change(read: StoredMessage, decide: Parameters<typeof changeMessage>[2]): Promise<StoredMessage> {
  let present: StoredMessage | undefined = read;
  return changeMessage('', read, decide, async () => {
    const message = present ?? (await readAgain(read));
    present = undefined;
    if (!message) throw new MessageNotFound();
    return message;
  });
}

async function readAgain(message: StoredMessage): Promise<StoredMessage | undefined> {
  const cursor = cursorOf(message);
  // A query, as every other read here: the function needs no other right.
  const { Items: [item] = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': messagesOf(message.message_group_uuid), ':sk': cursor },
      ConsistentRead: true,
    }),
  );
  return item && toMessage(item, message.message_group_uuid);
}

/** Pages are not told: one that is open shows the earlier name until it is loaded again. */
function removeName(message: StoredMessage): Promise<boolean> {
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: messageKey(message.message_group_uuid, cursorOf(message)),
        UpdateExpression: 'SET user_display_name = :name, user_handle = :handle',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: {
          ':name': nameless.user_display_name,
          ':handle': nameless.user_handle,
        },
      }),
    ),
  );
}

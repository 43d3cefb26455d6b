import type { DynamoDBStreamEvent } from 'aws-lambda';
import { messagesOf } from '../shared/dynamo/keys.ts';

/** Stream event for new messages of one group: their keys and the members of the group. */
export function messageEvent(
  message_group_uuid: string,
  members: readonly string[],
  cursors: readonly string[],
): DynamoDBStreamEvent {
  return {
    Records: cursors.map((sk, index) => ({
      eventID: String(index),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        SequenceNumber: String(1000 + index),
        Keys: { pk: { S: messagesOf(message_group_uuid) }, sk: { S: sk } },
        NewImage: { user_uuid: { S: members[0] }, member_uuids: { L: members.map((S) => ({ S })) } },
      },
    })),
  } as DynamoDBStreamEvent;
}

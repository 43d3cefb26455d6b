import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { messageKey } from '../shared/dynamo/keys.ts';
import { cursorOf, type StoredMessage } from '../shared/dynamo/messages.ts';

/** The stream record of a message as it was. */
export function messageRecordOf(
  { message_group_uuid, ...message }: StoredMessage,
  SequenceNumber = '1',
): DynamoDBRecord {
  const Keys = messageKey(message_group_uuid, cursorOf({ message_group_uuid, ...message }));
  return {
    eventName: message.changed_at ? 'MODIFY' : 'INSERT',
    dynamodb: {
      ...{ SequenceNumber, Keys: marshall(Keys) },
      NewImage: marshall({ ...Keys, ...message }, { removeUndefinedValues: true }),
    },
  } as DynamoDBRecord;
}

import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import type { Key } from './keys.ts';
import { type StoredMessage, toMessage } from './messages.ts';
import { between } from './places.ts';
import { isPointer } from './pointers.ts';

/** The most messages that one call reads back, of either sender. */
export const MAX_READ_BACK = 1_000;

/** The part of a message group to read back. */
export interface Stretch {
  /** A place, exclusive; undefined for the beginning. */
  after: string | undefined;
  /** A place, exclusive. */
  before: string;
  /** Items per query, default 100: everything that a query reads is charged, wanted or not. */
  pageSize?: number;
}

/** The messages read, newest first. */
export interface Reading {
  messages: readonly StoredMessage[];
  /** Whether it holds the whole stretch. */
  isWhole: boolean;
}

/**
 * Reads messages from the newest back, strongly consistent, until there are enough or MAX_READ_BACK.
 *
 * @param isEnough is asked after each page.
 */
export async function readBack(
  messageGroupUuid: string,
  { after, before, pageSize = 100 }: Stretch,
  isEnough: (messages: readonly StoredMessage[]) => boolean,
): Promise<Reading> {
  const messages: StoredMessage[] = [];
  let startKey: Key | undefined;
  do {
    const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        ...between(messageGroupUuid, after, before),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: pageSize,
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    );
    const found = Items.filter((item) => !isPointer(item));
    messages.push(...found.map((item) => toMessage(item, messageGroupUuid)));
    startKey = LastEvaluatedKey as Key | undefined;
  } while (startKey && messages.length < MAX_READ_BACK && !isEnough(messages));
  return { messages, isWhole: !startKey };
}

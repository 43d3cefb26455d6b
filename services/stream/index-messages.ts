import type { DynamoDBRecord } from 'aws-lambda';
import type { Job } from '../../shared/dynamo/jobs.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';
import { searchedAs } from '../../shared/dynamo/searched-as.ts';
import { serveBatch } from '../../shared/edge/batch.ts';
import { attempt, type ReadRecord, readRecords } from '../../shared/lambda-stream/read-records.ts';
import { isOfJob, readImage, readJob, UnreadableRecord } from '../../shared/lambda-stream/stream-records.ts';
import { forgetMember, storeWords } from '../../shared/postgres/searched-messages.ts';

/**
 * Keeps the words of messages for the search. A record has the message as it was then, and what is stored gives way to a
 * later revision alone: records may come again and in any order. Of somebody who deletes their account everything goes
 * with the first record of the erasure.
 */
export const handler = serveBatch('indexMessages', async (records) => {
  const messages = readAll(
    records.filter((record) => !isOfJob(record)),
    readMessage,
  );
  const jobs = readAll(records.filter(isOfJob), readJob);
  const leavers = Map.groupBy(jobs.read.filter(isLeaving), ({ what }) => what.user_uuid);
  const failed = await Promise.all([
    messages.read.length > 0
      ? done(messages.read, () => storeWords(searchedAs(messages.read.map(({ what }) => what))))
      : [],
    ...[...leavers].map(([member, records]) => done(records, () => forgetMember(member))),
  ]);
  return [...messages.unreadable, ...jobs.unreadable, ...failed.flat()];
});

const readAll = <What>(records: DynamoDBRecord[], read: (record: DynamoDBRecord) => What) =>
  readRecords('indexMessages', records, read);

/** Logs a failure by the first record: a text or a person is in no log. */
const done = (records: readonly ReadRecord<unknown>[], work: () => Promise<void>) =>
  attempt('indexMessages', records[0]?.sequenceNumber ?? '', records, work);

function readMessage(record: DynamoDBRecord): StoredMessage {
  const image = readImage(record);
  if (image.kind !== 'message') throw new UnreadableRecord();
  return image.message;
}

/** Before its confirmation an erasure may still fail, and the user stay. */
const isLeaving = ({ what }: ReadRecord<Job>) => what.kind === 'erase' && what.confirmed_at !== undefined;

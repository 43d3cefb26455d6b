import type { DynamoDBRecord } from 'aws-lambda';
import { jobOfKey, messageGroupOfPartition } from '../../shared/dynamo/keys.ts';
import { type Projection, startProjection } from '../projection.ts';

/**
 * The records that the search follows, as the deployed mapping reads and filters them. The mapping only collects them: a
 * history decides when, how often and in which order the function gets them.
 */
export class SearchStream {
  readonly #records = new Map<string, DynamoDBRecord[]>();
  #mapping: Projection | undefined;

  async start(): Promise<void> {
    this.#mapping = await startProjection(async ({ Records }) => {
      for (const record of Records) {
        const name = nameOf(record);
        this.#records.set(name, [...(this.#records.get(name) ?? []), record]);
      }
      return { batchItemFailures: [] };
    }, 'indexMessages');
  }

  /**
   * Every record so far of some conversations and people, in the order of the stream.
   *
   * @param uuids of message groups and of users.
   */
  async recordsOf(uuids: readonly string[]): Promise<DynamoDBRecord[]> {
    await this.#mapping?.drained();
    return uuids.flatMap((uuid) => this.#records.get(uuid) ?? []).toSorted(bySequence);
  }

  forget(uuids: readonly string[]): void {
    for (const uuid of uuids) this.#records.delete(uuid);
  }

  async stop(): Promise<void> {
    await this.#mapping?.stop();
  }
}

function nameOf({ dynamodb }: DynamoDBRecord): string {
  const [pk, sk] = [dynamodb?.Keys?.pk?.S ?? '', dynamodb?.Keys?.sk?.S ?? ''];
  return messageGroupOfPartition(pk) ?? jobOfKey({ pk, sk })?.user_uuid ?? '';
}

const sequenceOf = ({ dynamodb }: DynamoDBRecord) => BigInt(dynamodb?.SequenceNumber ?? 0);
const bySequence = (one: DynamoDBRecord, other: DynamoDBRecord) =>
  sequenceOf(one) < sequenceOf(other) ? -1 : 1;

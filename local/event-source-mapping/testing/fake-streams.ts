import type {
  DescribeStreamInput,
  GetRecordsInput,
  GetShardIteratorInput,
  _Record as ReadRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Streams } from '../../../shared/lambda-stream/streams.ts';

/**
 * A fake of the DynamoDB Streams API in memory. It does on demand what local engines cannot: split, roll over,
 * expire, trim, fail.
 */
export class FakeStreams implements Streams {
  readonly arn = 'arn:aws:dynamodb:fake:000000000000:table/fake/stream/2026';
  readonly calls: string[] = [];
  isDisabled = false;
  recordsPerPage = 1000;
  shardsPerPage = 100;
  #shards: FakeShard[] = [];
  #sequence = 10n ** 20n;
  #epoch = 0;
  #failures: { call: string; name: string }[] = [];

  addShard(shardId: string, parentShardId?: string): void {
    this.#shards.push({ shardId, parentShardId, records: [], isClosed: false, trimmed: 0 });
  }

  closeShard(shardId: string): void {
    this.#shard(shardId).isClosed = true;
  }

  removeShard(shardId: string): void {
    this.#shards = this.#shards.filter((shard) => shard.shardId !== shardId);
  }

  /** Drops the oldest records, as the stream does after a day. */
  trim(shardId: string, count: number): void {
    this.#shard(shardId).trimmed += count;
  }

  expireIterators(): void {
    this.#epoch += 1;
  }

  /** Makes the next such call fail with an error of this name. */
  failNext(call: 'describeStream' | 'getShardIterator' | 'getRecords', name: string): void {
    this.#failures.push({ call, name });
  }

  write(shardId: string, pk: string, options: Partial<Written> = {}): string {
    this.#sequence += 1n;
    const SequenceNumber = String(this.#sequence);
    const { sk = 'x', image = {}, createdAt = new Date(), eventName = 'INSERT' } = options;
    const Keys = { pk: { S: pk }, sk: { S: sk } };
    this.#shard(shardId).records.push({
      eventID: SequenceNumber,
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'fake',
      dynamodb: {
        ApproximateCreationDateTime: createdAt,
        Keys,
        NewImage: { ...Keys, ...image },
        SequenceNumber,
        SizeBytes: 10,
        StreamViewType: 'NEW_IMAGE',
      },
    });
    return SequenceNumber;
  }

  shardOf = (sequenceNumber: string): string =>
    this.#shards.find((shard) => numbersOf(shard).includes(sequenceNumber))?.shardId ?? '';

  /** The sequence numbers of a shard, up to one of them. */
  upTo(shardId: string, sequenceNumber: string | undefined): string[] {
    const numbers = numbersOf(this.#shard(shardId));
    return sequenceNumber === undefined ? [] : numbers.slice(0, numbers.indexOf(sequenceNumber) + 1);
  }

  async describeStream(input: DescribeStreamInput) {
    await this.#called('describeStream');
    if (input.StreamArn !== this.arn) throw named('ResourceNotFoundException');
    const from = this.#shards.findIndex(({ shardId }) => shardId === input.ExclusiveStartShardId) + 1;
    const page = this.#shards.slice(from, from + this.shardsPerPage);
    return {
      StreamDescription: {
        StreamArn: this.arn,
        StreamLabel: '2026',
        StreamStatus: this.isDisabled ? ('DISABLED' as const) : ('ENABLED' as const),
        Shards: page.map((shard) => ({ ShardId: shard.shardId, ParentShardId: shard.parentShardId })),
        LastEvaluatedShardId: from + page.length < this.#shards.length ? page.at(-1)?.shardId : undefined,
      },
    };
  }

  async getShardIterator(input: GetShardIteratorInput) {
    await this.#called(`getShardIterator ${input.ShardId} ${input.ShardIteratorType}`);
    const shard = this.#shard(input.ShardId as string);
    return { ShardIterator: [shard.shardId, this.#indexOf(shard, input), this.#epoch].join('|') };
  }

  async getRecords(input: GetRecordsInput) {
    const [shardId = '', index = '', epoch] = (input.ShardIterator as string).split('|');
    await this.#called(`getRecords ${shardId}`);
    if (Number(epoch) !== this.#epoch) throw named('ExpiredIteratorException');
    const shard = this.#shard(shardId);
    if (Number(index) < shard.trimmed) throw named('TrimmedDataAccessException');
    const end = Math.min(shard.records.length, Number(index) + this.recordsPerPage);
    return {
      Records: shard.records.slice(Number(index), end),
      NextShardIterator:
        shard.isClosed && end === shard.records.length ? undefined : [shardId, end, this.#epoch].join('|'),
    };
  }

  #indexOf(shard: FakeShard, { ShardIteratorType: type, SequenceNumber }: GetShardIteratorInput): number {
    if (type === 'TRIM_HORIZON') return shard.trimmed;
    if (type === 'LATEST') return shard.records.length;
    const at = shard.records.findIndex((record) => record.dynamodb?.SequenceNumber === SequenceNumber);
    const index = type === 'AFTER_SEQUENCE_NUMBER' ? at + 1 : at;
    if (at < 0 || index < shard.trimmed) throw named('TrimmedDataAccessException');
    return index;
  }

  #shard(shardId: string): FakeShard {
    const shard = this.#shards.find((candidate) => candidate.shardId === shardId);
    if (!shard) throw named('ResourceNotFoundException');
    return shard;
  }

  async #called(call: string): Promise<void> {
    this.calls.push(call);
    // As over a network, answers in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    const failure = this.#failures.findIndex((candidate) => call.startsWith(candidate.call));
    const [found] = failure < 0 ? [] : this.#failures.splice(failure, 1);
    if (found) throw named(found.name);
  }
}

interface Written {
  sk: string;
  image: NonNullable<NonNullable<ReadRecord['dynamodb']>['NewImage']>;
  createdAt: Date;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
}

interface FakeShard {
  shardId: string;
  parentShardId: string | undefined;
  records: ReadRecord[];
  isClosed: boolean;
  /** How many of the oldest records are gone. */
  trimmed: number;
}

const numbersOf = (shard: FakeShard) => shard.records.map((record) => record.dynamodb?.SequenceNumber ?? '');

const named = (name: string) => Object.assign(new Error(name), { name });

import type { AttributeValue, _Record as ReadRecord } from '@aws-sdk/client-dynamodb-streams';

/**
 * A record as a function receives it. It differs from what the stream's API returns: the time is a number of
 * seconds, binary values are base64, and the stream is named.
 */
export interface EventRecord {
  readonly eventID: string | undefined;
  readonly eventName: string | undefined;
  readonly eventVersion: string | undefined;
  readonly eventSource: string | undefined;
  readonly awsRegion: string | undefined;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Attributes;
    readonly NewImage?: Attributes;
    readonly OldImage?: Attributes;
    readonly SequenceNumber: string;
    readonly SizeBytes: number | undefined;
    readonly StreamViewType: string | undefined;
  };
  readonly userIdentity?: { readonly principalId: string | undefined; readonly type: string | undefined };
  readonly eventSourceARN: string;
}

type Attributes = Readonly<Record<string, unknown>>;

export function toEventRecord(read: ReadRecord, eventSourceARN: string): EventRecord {
  const { eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb, userIdentity } = read;
  const { ApproximateCreationDateTime: created, Keys, NewImage, OldImage, ...rest } = dynamodb ?? {};
  return {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((created?.getTime() ?? Date.now()) / 1000),
      Keys: toEventAttributes(Keys ?? {}),
      ...(NewImage && { NewImage: toEventAttributes(NewImage) }),
      ...(OldImage && { OldImage: toEventAttributes(OldImage) }),
      SequenceNumber: rest.SequenceNumber ?? '',
      SizeBytes: rest.SizeBytes,
      StreamViewType: rest.StreamViewType,
    },
    ...(userIdentity && { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
    eventSourceARN,
  };
}

function toEventAttributes(attributes: Record<string, AttributeValue>): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, toEventValue(value)]));
}

function toEventValue(value: AttributeValue): unknown {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toEventValue) };
  if (value.M) return { M: toEventAttributes(value.M) };
  return value;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Whether a record matches a function's filter. */
export type RecordFilter = (record: unknown) => boolean;

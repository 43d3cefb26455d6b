import { toEventRecord } from './event-record.ts';

test('an event record has seconds, base64 and the stream’s ARN instead of a date and bytes', () => {
  const bytes = new Uint8Array([1, 2, 255]);
  const read = {
    eventID: '7',
    eventName: 'REMOVE' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    dynamodb: {
      ApproximateCreationDateTime: new Date('2026-11-23T00:00:01.900Z'),
      Keys: { pk: { S: 'MSG#1' } },
      OldImage: { blob: { B: bytes }, blobs: { BS: [bytes] }, deep: { L: [{ M: { inner: { B: bytes } } }] } },
      SequenceNumber: '42',
      SizeBytes: 3,
      StreamViewType: 'OLD_IMAGE' as const,
    },
  };
  expect(toEventRecord(read, 'arn:stream')).toEqual({
    eventID: '7',
    eventName: 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    dynamodb: {
      ApproximateCreationDateTime: 1795392001,
      Keys: { pk: { S: 'MSG#1' } },
      OldImage: {
        blob: { B: 'AQL/' },
        blobs: { BS: ['AQL/'] },
        deep: { L: [{ M: { inner: { B: 'AQL/' } } }] },
      },
      SequenceNumber: '42',
      SizeBytes: 3,
      StreamViewType: 'OLD_IMAGE',
    },
    eventSourceARN: 'arn:stream',
  });
});

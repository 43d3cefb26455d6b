import { Signer } from '@aws-sdk/rds-signer';
import { jest } from '@jest/globals';
import { iamToken } from './iam-token.ts';

const at = { hostname: 'cruddur.abcdef.eu-central-1.rds.amazonaws.com', port: 5432, username: 'cruddur' };
const credentials = {
  region: 'eu-central-1',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'secret/with+signs=',
  sessionToken: "token//with+all=(kinds)*of!signs'",
};

test.each([
  ['with a session token', credentials],
  ['without one', { ...credentials, sessionToken: undefined }],
])('the token equals that of the SDK, %s', async (_, { region, ...keys }) => {
  jest.useFakeTimers({
    doNotFake: ['nextTick', 'queueMicrotask'],
    now: new Date('2026-02-28T23:59:59.999Z'),
  });
  const official = new Signer({ ...at, region, credentials: keys });
  expect(parts(iamToken(at, { region, ...keys }))).toEqual(parts(await official.getAuthToken()));
});

/** The order of query parameters does not matter. */
const parts = (token: string) => token.split(/[?&]/).sort();

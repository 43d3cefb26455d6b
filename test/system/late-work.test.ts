import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { deployedPatience, patience } from '../../shared/patience.ts';
import { connect, connectDatabase, disconnect } from '../../shared/postgres/client.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import { createExtra, type Person } from '../accounts.ts';
import { toEvent } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { storeText } from '../conversations.ts';
import { Schedule } from '../faults.ts';
import { strikeCalls } from '../install-faults.ts';
import { openWire, type Wire } from '../wire.ts';

/** Abandoned work must not happen later. */
const postgres: Wire = await openWire(process.env.POSTGRES_URL ?? '');
Object.assign(patience, deployedPatience);
connectDatabase(() => connect(postgres.url));

beforeAll(strikeCalls);
afterAll(async () => {
  await disconnect();
  postgres.close();
});

type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const ask = (handler: Handler, event: APIGatewayProxyEventV2, milliseconds = 6_000) => {
  const end = Date.now() + milliseconds;
  const context = { awsRequestId: 'id', getRemainingTimeInMillis: () => end - Date.now() };
  return handler(event, context as Context);
};

test('a function that was frozen after its answer stores nothing when it thaws', async () => {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  await storeText(ben, ann, 'hello', Date.now() - 60_000);
  const group = messageGroupUuid(ann.uuid, ben.uuid);
  let thaw = () => {};
  const frozen = new Promise<() => void>((resolve) => {
    thaw = () => resolve(() => {});
  });
  let calls = 0;
  const schedule = new Schedule({}, () => (calls++ < 2 ? Promise.resolve(() => {}) : frozen));
  const body = { message: 'too late', message_group_uuid: group };
  const answer = await schedule.process(() =>
    ask(sendMessage, toEvent('sendMessage', { as: ann, body }), 1_300),
  );
  expect(answer).toMatchObject({ statusCode: 503 });
  thaw();
  // A later call of the same process: all pending work has run.
  await storeText(ann, ben, 'later');
  await storeText(ann, ben, 'later still');
  expect((await checkPeople([], [group])).texts).not.toContain('too late');
});

test('a rename that was answered 503 does not undo a later one', async () => {
  const ann: Person = await createExtra('Ann');
  const rename = (display_name: string) =>
    ask(updateMe, toEvent('updateMe', { as: ann, body: { display_name } }));
  await disconnect();
  postgres.silence();
  expect(await rename('given up')).toMatchObject({ statusCode: 503 });
  postgres.mend();
  expect(await rename('the last')).toMatchObject({ statusCode: 200 });
  // A pending statement would be sent before these.
  for (let n = 0; n < 5; n++)
    expect((await findUsers([ann.uuid])).get(ann.uuid)?.display_name).toBe('the last');
});

import { createMessageKey } from '../../client/message-key.ts';
import { startRename } from '../../shared/dynamo/jobs.ts';
import { metered } from '../../shared/edge/metering.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import { createStranger } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { current, Schedule } from '../../test/faults.ts';
import { strikeCalls } from '../../test/install-faults.ts';
import { finishJobs } from '../../test/jobs.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as sendMessage } from './send-message.ts';

strikeCalls();

test.each<[string, () => string | undefined]>([
  ['without a key', () => undefined],
  ['with a UUIDv7 as its key', () => createMessageKey(Date.now())],
  ['with another key', () => 'the key'],
])(
  'a first message %s that meets TransactionInProgress shows the name that its receiver took meanwhile',
  async (_, makeKey) => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const rename = async () => {
      const renamed = await updateProfile(ben.sub, { display_name: 'Ben the Second' });
      if (!renamed) throw new Error('There is no such user.');
      await startRename(ben.uuid, renamed);
      await finishJobs();
    };
    // At its first call the send has read the old name, and the rename finds no row yet. Then it counts the send and reads the blocks.
    let steps = 0;
    const schedule = new Schedule({ 3: 'in progress throughout' }, async () => {
      if (steps++ === 1) await current.exit(() => metered(rename));
      return () => {};
    });
    const body = { message: 'Hello', handle: ben.handle };
    const key = makeKey();
    const headers: Record<string, string> = key ? { 'idempotency-key': key } : {};
    const sent = await schedule.process(() => call(sendMessage, 'sendMessage', { as: ann, body, headers }));
    expect(sent).toMatchObject({ status: 200 });
    expect(schedule.calls.slice(0, 4)).toEqual([
      'GetItemCommand',
      'UpdateItemCommand',
      'BatchGetItemCommand',
      'TransactWriteItemsCommand',
    ]);
    const list = await call(listMessageGroups, 'listMessageGroups', { as: ann });
    expect(list.body).toMatchObject([{ display_name: 'Ben the Second', message: 'Hello' }]);
  },
);

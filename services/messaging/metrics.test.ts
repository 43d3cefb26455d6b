import { createStranger, type Person } from '../../test/accounts.ts';
import { type Answer, call, unitsOf } from '../../test/call.ts';
import { patiently } from '../../test/client.ts';
import { readLog } from '../../test/read-log.ts';

process.env.CRUDDUR_LOG = 'on';
const { handler: sendMessage } = await import('./send-message.ts');

test('the metrics of a send are the consumed capacity, for pattern C and pattern D apart', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const first = await measuredSend(ann, { message: 'Hi', handle: ben.handle });
  expect(first.metrics).toEqual({ pattern: 'sendMessageToPerson', ...unitsIn(first) });
  const { message_group_uuid } = first.body;
  const next = await measuredSend(ann, { message: 'Hi', message_group_uuid });
  expect(next.metrics).toEqual({ pattern: 'sendMessage', ...unitsIn(next) });
});

/** Sends a message and returns the log lines of the function. */
async function measuredSend(as: Person, body: { message: string; [receiver: string]: string }) {
  const log = readLog();
  const answer = await patiently(() => {
    log.clear();
    return call(sendMessage, 'sendMessage', { as, body });
  }).finally(log.end);
  const [{ pattern, read_units, write_units } = {}] = log.linesWith('_aws');
  return { ...answer, metrics: { pattern, read_units, write_units } };
}

function unitsIn(answer: Answer<unknown>) {
  const { rcu, wcu } = unitsOf(answer);
  return { read_units: rcu, write_units: wcu };
}

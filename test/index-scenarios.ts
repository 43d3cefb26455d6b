import type { DynamoDBRecord } from 'aws-lambda';
import { handler as indexMessages } from '../services/stream/index-messages.ts';
import { findJob, type Job } from '../shared/dynamo/jobs.ts';
import { messageGroupUuid, messagesOf } from '../shared/dynamo/keys.ts';
import { getMessage, type StoredMessage } from '../shared/dynamo/messages.ts';
import { createExtra } from './accounts.ts';
import { surely } from './client.ts';
import { storeText } from './conversations.ts';
import { eraseAs } from './erasure-scenarios.ts';
import { Schedule } from './faults.ts';
import { jobRecordOf } from './jobs.ts';
import { messageRecordOf } from './message-records.ts';
import { edit, hide, nameOf, remove } from './messages.ts';
import { createPair } from './scenarios.ts';
import type { Scenario } from './schedules.ts';
import { checkIndex } from './search-index.ts';
import { itemsOf } from './table.ts';

/**
 * The function of the search alone, called as its mapping does: each batch again until it reports no failure, and the
 * first one once more at the end. Messages are sent, edited twice, deleted and hidden, and somebody deletes their account.
 */
export const indexing: Scenario = {
  name: 'indexing for the search',
  async prepare() {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const cat = await createExtra();
    const groups = [group, messageGroupUuid(ann.uuid, cat.uuid)];
    const place = (ago: number) => Date.now() - ago * 1000;
    const edited = await storeText(ann, ben, 'one', place(90));
    const deleted = await storeText(ann, ben, 'two', place(80));
    const hidden = await storeText(ann, ben, 'three', place(70));
    const last = await storeText(cat, ann, 'four', place(60));
    const recordsOf = async (...cursors: string[]) => {
      const found = cursors.map((cursor) =>
        getMessage(cursor === last ? (groups[1] as string) : group, cursor),
      );
      return (await Promise.all(found)).map((message) => messageRecordOf(message as StoredMessage));
    };
    const sent = await recordsOf(edited, deleted, hidden, last);
    await surely(() => edit(ann, nameOf(group, edited), 'five'));
    await surely<unknown>(() => remove(ann, nameOf(group, deleted)));
    await surely<unknown>(() => hide(ben, nameOf(group, hidden)));
    const changed = await recordsOf(edited, deleted, hidden);
    await surely(() => edit(ann, nameOf(group, edited), 'five six'));
    // The index has what Cat sent before she leaves.
    await untilIndexed(new Schedule(), sent);
    await eraseAs(cat)(new Schedule());
    const job = jobRecordOf((await findJob('erase', cat.uuid)) as Job);
    const batches = [sent, changed, [...(await recordsOf(edited, last)), job], sent];
    return {
      run: async (schedule) => {
        for (const batch of batches) await untilIndexed(schedule, batch);
      },
      check: async () => {
        const items = (await Promise.all(groups.map((one) => itemsOf(messagesOf(one))))).flat();
        const members = [ann, ben, cat].map(({ uuid }) => ({ uuid, isThere: uuid !== cat.uuid }));
        return checkIndex(items, members);
      },
    };
  },
};

async function untilIndexed(schedule: Schedule, Records: DynamoDBRecord[]): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const answer = await schedule.process(() => indexMessages({ Records }));
    if (answer !== 'died' && answer.batchItemFailures.length === 0) return;
  }
  throw new Error('the records never succeeded');
}

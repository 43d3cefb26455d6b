import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { rebuildTable } from '../../cli/repair/rebuild-table.ts';
import { redriveFailures } from '../../cli/repair/redrive-failures.ts';
import { block } from '../../shared/dynamo/blocks.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { confirmErasure, type Job, prepareErasure } from '../../shared/dynamo/jobs.ts';
import { jobKey, messageGroupKey, messageGroupUuid, messagesOf } from '../../shared/dynamo/keys.ts';
import { createRow, getRow, rowNaming } from '../../shared/dynamo/message-groups.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { runStep } from '../../shared/dynamo/run-job.ts';
import { metered } from '../../shared/edge/metering.ts';
import { eraseUser } from '../../shared/postgres/erasure.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { checkPeople } from '../../test/check-people.ts';
import { storeText } from '../../test/conversations.ts';
import {
  createKnown,
  createLife,
  erase,
  finishErasure,
  groupsOf,
  skipSettling,
  wordsOf,
} from '../../test/erasing.ts';
import { overOutages } from '../../test/install-faults.ts';
import { jobRecordOf, unfinishedJobs } from '../../test/jobs.ts';
import { sendTo } from '../../test/messages.ts';
import { itemsOf } from '../../test/table.ts';
import { tracesOf } from '../../test/traces.ts';
import { handler as project } from '../stream/project.ts';

/** The job that erases an account, when it is interrupted, met by other writes, or comes again. */

afterEach(() => jest.restoreAllMocks());

const takeStep = (job: Job) => project({ Records: [jobRecordOf(job)] });

test('a job that was not confirmed erases nothing', async () => {
  const { ann, ben, group } = await createLife();
  await prepareErasure(ann.uuid, { sub: ann.sub, messages: 'erase' });
  for (const job of await unfinishedJobs()) if (job.kind === 'erase') await takeStep(job);
  expect((await getRow(ben.uuid, group, { consistent: true }))?.user_handle).toBe(ann.handle);
  // The function died before it could confirm: a repeated request, or an operator, goes on from there.
  await eraseUser(ann.sub);
  await confirmErasure(ann.uuid);
  await finishErasure();
  expect(await tracesOf(wordsOf(ann))).toEqual([]);
});

test('what was written while the erasure ran is gone at its end', async () => {
  const { ann, ben, cat, group } = await createLife();
  await erase(ann);
  while ((await unfinishedJobs()).some(({ place }) => !place?.startsWith('settling')))
    for (const job of await unfinishedJobs()) await takeStep(job);
  // As a function does that had read who calls, and the rows, before.
  const late = 'said at the very last';
  const stranger = await createStranger();
  await storeText(ann, stranger, late);
  await storeText(ann, ben, late);
  for (const [blocker, blocked] of [
    [cat, ann],
    [ann, cat],
  ] as const)
    await overOutages(() => block(blocker.uuid, blocked.uuid));
  expect((await tracesOf([late, ann.handle])).length).toBeGreaterThan(3);
  await finishErasure();
  await refreshMessageGroup(group, [ann.uuid, ben.uuid]);
  await refreshMessageGroup(messageGroupUuid(ann.uuid, stranger.uuid), [ann.uuid, stranger.uuid]);
  expect(await tracesOf([late, ...wordsOf(ann)])).toEqual([]);
  const people = [ann, ben, cat, stranger].map(({ uuid }) => uuid);
  const groups = people.slice(1).map((other) => messageGroupUuid(ann.uuid, other));
  expect((await checkPeople(people, groups)).violations).toEqual([]);
  expect((await groupsOf(cat))[0]).not.toHaveProperty('blocked');
});

test('neither a rebuild nor a redrive brings anything of a deleted account back', async () => {
  const { ann, ben, group, texts } = await createLife();
  const renames = await unfinishedJobs();
  await erase(ann);
  const jobs = await unfinishedJobs();
  const keys = [
    ...(await itemsOf(messagesOf(group))),
    ...jobs.map(({ kind, user_uuid }) => jobKey(kind, user_uuid)),
  ];
  await finishErasure();
  // What the stream gave up before comes again, also after a loss of rows.
  expect(await project({ Records: jobs.map(jobRecordOf) })).toEqual({ batchItemFailures: [] });
  for (const { uuid } of [ann, ben])
    await documents.send(new DeleteCommand({ TableName: tableName, Key: messageGroupKey(uuid, group) }));
  for await (const { failed } of rebuildTable({ writeUnits: 10_000 })) expect(failed).toEqual([]);
  const failure = { id: 'given up', keys: async () => keys, delete: async () => {} };
  const failures = (async function* () {
    yield failure;
  })();
  expect(await redriveFailures(failures)).toEqual({ replayed: 1, remaining: [] });
  expect(await project({ Records: renames.map(jobRecordOf) })).toEqual({ batchItemFailures: [] });
  expect(await tracesOf(wordsOf(ann))).toEqual([]);
  // Other tests keep the same texts elsewhere.
  expect((await tracesOf(texts)).filter((trace) => trace.includes(group))).toEqual([]);
  expect((await checkPeople([ann.uuid, ben.uuid], [group])).violations).toEqual([]);
  expect((await groupsOf(ben)).map(({ handle }) => handle)).toEqual(['deleted_account']);
  const answer = await sendTo(ben, { message: 'Hello?', message_group_uuid: group });
  expect(answer.errors).toEqual(['not_accepting_messages']);
});

test('a step is bounded, however many people the user knows', async () => {
  const ann = await createKnown();
  const newest = { ...blank(ann), created_at: new Date().toISOString() };
  await Promise.all(
    Array.from({ length: 120 }, async () => {
      const other = { uuid: randomUUID(), handle: 'stranger', display_name: 'Stranger' };
      const message = { ...newest, message_group_uuid: messageGroupUuid(ann.uuid, other.uuid) };
      await createRow(ann.uuid, rowNaming(other, message, 0));
      await createRow(other.uuid, rowNaming(ann, message, 1));
    }),
  );
  await erase(ann);
  const units = await unitsOfSteps();
  // Three steps of rows and groups at least, in each of two rounds.
  expect(units.length).toBeGreaterThan(10);
  for (const { read, write } of units) {
    // A hundred rows: each is read, and both are written, with their places in the lists; then the job.
    expect(write).toBeLessThanOrEqual(100 * (2 + 2) + 1);
    expect(read).toBeLessThanOrEqual(100 + 16);
  }
});

const blank = ({ uuid, handle, display_name }: Person) => ({
  message_uuid: randomUUID(),
  message: 'Hello',
  user_uuid: uuid,
  user_handle: handle,
  user_display_name: display_name,
  member_uuids: [],
});

/** The units of each step of the only job, to its end. */
async function unitsOfSteps(): Promise<{ read: number; write: number }[]> {
  skipSettling();
  const units: { read: number; write: number }[] = [];
  for (let [job] = await unfinishedJobs(); job; [job] = await unfinishedJobs()) {
    const carried = job;
    const step = () =>
      metered(async (consumption) => {
        await runStep(carried);
        units.push({ read: consumption.readUnits, write: consumption.writeUnits });
      });
    await overOutages(step);
  }
  return units;
}

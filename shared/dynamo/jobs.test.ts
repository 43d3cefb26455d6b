import { randomUUID } from 'node:crypto';
import { handler as project } from '../../services/stream/project.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { finishJobs, jobRecordOf } from '../../test/jobs.ts';
import { startProjection } from '../../test/projection.ts';
import { metered } from '../edge/metering.ts';
import { findUsers, type NamedUser } from '../postgres/users.ts';
import { renameInRow } from './display-names.ts';
import { type Job, listJobs, retryJob, startRename } from './jobs.ts';
import { messageGroupUuid } from './keys.ts';
import { createRow, getRow, rowNaming } from './message-groups.ts';
import { runStep } from './run-job.ts';

/** A person with `count` conversations, as rows only. Returns them and the others' uuids. */
async function createTalker(count: number): Promise<{ ann: Person; others: string[] }> {
  const ann = await createStranger();
  const others = Array.from({ length: count }, () => randomUUID());
  for (let start = 0; start < count; start += 5)
    await Promise.all(others.slice(start, start + 5).map((other) => talk(ann, other)));
  return { ann, others };
}

async function talk(ann: Person, other: string): Promise<void> {
  const newest = {
    message_group_uuid: messageGroupUuid(ann.uuid, other),
    message_uuid: randomUUID(),
    message: 'Hello',
    created_at: new Date().toISOString(),
    user_uuid: ann.uuid,
    user_display_name: ann.display_name,
    user_handle: ann.handle,
    member_uuids: [ann.uuid, other],
  };
  const stranger = { uuid: other, handle: 'stranger', display_name: 'Stranger' };
  await Promise.all([
    createRow(ann.uuid, rowNaming(stranger, newest, 0)),
    createRow(other, rowNaming({ ...ann, name_version: 0 }, newest, 1)),
  ]);
}

const rename = (as: Person, display_name: string) =>
  call(updateMe, 'updateMe', { as, body: { display_name } });
const shownTo = async (other: string, ann: Person) =>
  (await getRow(other, messageGroupUuid(ann.uuid, other), { consistent: true }))?.user_display_name;
async function namesShown(others: string[], ann: Person): Promise<Set<string | undefined>> {
  const names = new Set<string | undefined>();
  for (const other of others) names.add(await shownTo(other, ann));
  return names;
}
const jobOf = async (ann: Person) =>
  (await listJobs('rename', { limit: 100 })).items.find(({ user_uuid }) => user_uuid === ann.uuid) as Job;

test('a rename is answered at once and spreads to all conversations step by step', async () => {
  const { ann, others } = await createTalker(230);
  const answer = await rename(ann, 'Ann II');
  expect(answer.status).toBe(200);
  // One for the job, one counts the rename against its limit.
  expect(unitsOf(answer)).toEqual({ rcu: 0, wcu: 2 });
  expect(await jobOf(ann)).toMatchObject({ display_name: 'Ann II', steps: 0 });
  expect(await finishJobs()).toBe(3);
  expect(await namesShown(others, ann)).toEqual(new Set(['Ann II']));
});

test('a step is bounded: two WCU for each of a hundred rows, and one for the checkpoint', async () => {
  const { ann } = await createTalker(120);
  await rename(ann, 'Ann II');
  const job = await jobOf(ann);
  await metered(async (consumption) => {
    await runStep(job);
    expect(consumption.writeUnits).toBe(201);
    expect(consumption.readUnits).toBeLessThanOrEqual(15);
  });
  await finishJobs();
});

test('the stream runs a job to its end, step by step', async () => {
  const { ann, others } = await createTalker(110);
  const projection = await startProjection(project);
  await rename(ann, 'Ann II');
  while (await jobOf(ann)) await projection.drained();
  await projection.stop();
  expect(await namesShown(others, ann)).toEqual(new Set(['Ann II']));
});

test('a step repeated after the job moved on changes nothing', async () => {
  const { ann, others } = await createTalker(110);
  await rename(ann, 'Ann II');
  const first = await jobOf(ann);
  await runStep(first);
  const second = await jobOf(ann);
  await runStep(first);
  expect(await jobOf(ann)).toEqual(second);
  await finishJobs();
  await runStep(second);
  expect(await jobOf(ann)).toBeUndefined();
  expect(await namesShown(others, ann)).toEqual(new Set(['Ann II']));
});

test('a later rename replaces a running one, whose late steps do no harm', async () => {
  const { ann, others } = await createTalker(110);
  await rename(ann, 'Ann II');
  const stale = await jobOf(ann);
  await rename(ann, 'Ann III');
  await finishJobs();
  await runStep(stale);
  expect(await namesShown(others, ann)).toEqual(new Set(['Ann III']));
});

test('two renames whose jobs start out of order: the later name wins', async () => {
  const { ann, others } = await createTalker(1);
  await startRename(ann.uuid, { display_name: 'Ann III', name_version: 3 });
  await startRename(ann.uuid, { display_name: 'Ann II', name_version: 2 });
  expect(await jobOf(ann)).toMatchObject({ display_name: 'Ann III' });
  await finishJobs();
  expect(
    await renameInRow(others[0] as string, messageGroupUuid(ann.uuid, others[0] as string), {
      display_name: 'Ann II',
      name_version: 2,
    }),
  ).toBe(false);
  expect(await shownTo(others[0] as string, ann)).toBe('Ann III');
});

test('renaming to the same name raises no version', async () => {
  const { ann } = await createTalker(1);
  await rename(ann, 'Ann II');
  await rename(ann, 'Ann II');
  expect((await findUsers([ann.uuid])).get(ann.uuid) as NamedUser).toMatchObject({ name_version: 1 });
  await finishJobs();
});

test('a job whose record was abandoned continues on retry', async () => {
  const { ann } = await createTalker(1);
  await rename(ann, 'Ann II');
  const before = await jobOf(ann);
  expect(await retryJob('rename', ann.uuid)).toBe(true);
  expect(await jobOf(ann)).toMatchObject({ steps: before.steps + 1 });
  await finishJobs();
  expect(await retryJob('rename', ann.uuid)).toBe(false);
});

test('an incomplete job record is reported, and the others are done', async () => {
  const { ann, others } = await createTalker(1);
  await rename(ann, 'Ann II');
  const broken = jobRecordOf({ user_uuid: ann.uuid } as Job);
  const good = jobRecordOf(await jobOf(ann));
  const { batchItemFailures } = await project({
    Records: [{ ...broken, dynamodb: { ...broken.dynamodb, SequenceNumber: '7' } }, good],
  });
  expect(batchItemFailures).toEqual([{ itemIdentifier: '7' }]);
  expect(await shownTo(others[0] as string, ann)).toBe('Ann II');
});

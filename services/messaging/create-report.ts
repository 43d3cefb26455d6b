import { randomUUID } from 'node:crypto';
import { createReport } from '../../shared/contract/reports.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { getMessageFor } from '../../shared/dynamo/message-changes.ts';
import { getMembership } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, listMessages, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { showMessage } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { insertReport } from '../../shared/postgres/reports.ts';

/** Messages of the evidence before the reported one, and after it. */
const AROUND = 10;

export const handler = serve(createReport, async ({ sub, body }) => {
  const { uuid } = await getCaller(sub);
  await spend('reports', uuid);
  const { message_group_uuid, reason } = body;
  const message_uuid = body.message_uuid ?? null;
  const row = await getMembership(uuid, message_group_uuid);
  const report = { reporter_uuid: uuid, reported_uuid: row.user_uuid, message_group_uuid, message_uuid };
  const evidence = await findEvidence(uuid, message_group_uuid, message_uuid, row.last_message_at);
  const reportUuid = randomUUID();
  await insertReport(reportUuid, { ...report, reason, note: body.note ?? '', evidence });
  return { body: { uuid: reportUuid } };
});

/** The reported message and those around it, or the newest ones. */
async function findEvidence(caller: string, group: string, message_uuid: string | null, newest: string) {
  // Without what replies answer: that is another message.
  const shown = (message: StoredMessage) => showMessage(caller, message, new Map());
  if (message_uuid === null) {
    const { items } = await listMessages(caller, group, { limit: 2 * AROUND + 1 }, newest);
    return items.map(shown);
  }
  const message = await getMessageFor(caller, { message_group_uuid: group, message_uuid });
  const cursor = cursorOf(message);
  const [before, after] = await Promise.all([
    listMessages(caller, group, { limit: AROUND, before: cursor }, newest),
    listMessages(caller, group, { limit: AROUND, after: cursor }, newest),
  ]);
  return [...before.items, message, ...after.items].map(shown);
}

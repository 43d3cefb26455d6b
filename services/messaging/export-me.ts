import { type ExportLine, exportMe } from '../../shared/contract/exports.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { listSubscriptions } from '../../shared/dynamo/push-subscriptions.ts';
import { serve } from '../../shared/edge/http.ts';
import { readUnitsSoFar } from '../../shared/edge/metering.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { getCaller, rememberCaller } from '../../shared/identity/callers.ts';
import { findUserBySub } from '../../shared/postgres/users.ts';
import { openCursor, sealCursor } from './export-cursor.ts';
import { type Place, readStep } from './export-steps.ts';

/** A page ends with the step that reaches one of these. A step adds 230 KB at most, 300 KB with quotes. */
const MAX_BYTES = 256 * 1024;
const MAX_STEPS = 40;
/** Messages that the caller has hidden are read and add nothing. */
const MAX_READ_UNITS = 128;
const MAX_MS = 2_000;

export const handler = serve(exportMe, async ({ sub, query: { cursor } }) => {
  const { started, place, lines } =
    cursor === undefined ? await begin(sub) : { ...openCursor(sub, cursor), lines: [] };
  const { uuid } = await getCaller(sub);
  const page = await fill(uuid, place, lines);
  return { body: lines, next: page && { cursor: sealCursor(sub, { started, place: page }) } };
});

/** Each export counts once, however many pages it has. */
async function begin(sub: string): Promise<{ started: number; place: Place; lines: ExportLine[] }> {
  const me = await findUserBySub(sub);
  if (!me) throw new UserNotRegistered();
  rememberCaller(sub, me);
  await spend('exports', me.uuid);
  const lines: ExportLine[] = [{ type: 'profile', ...me }, ...(await listDevices(me.uuid))];
  return { started: Date.now(), place: { part: 'blocks' }, lines };
}

/** Without the keys: with them, and the stage's, somebody could send to the device. */
async function listDevices(userUuid: string): Promise<ExportLine[]> {
  const devices = await listSubscriptions(userUuid, { consistent: false });
  return devices.map(({ p256dh: _, auth: __, ...device }) => ({ type: 'device', ...device }));
}

/** Adds lines until the page is full. @returns where the next one begins. */
async function fill(userUuid: string, from: Place, lines: ExportLine[]): Promise<Place | undefined> {
  const end = Date.now() + MAX_MS;
  let bytes = 0;
  let place: Place | undefined = from;
  const isFull = (steps: number) =>
    steps >= MAX_STEPS || bytes >= MAX_BYTES || readUnitsSoFar() >= MAX_READ_UNITS || Date.now() >= end;
  for (let steps = 0; place && !isFull(steps); steps++) {
    const step = await readStep(userUuid, place);
    lines.push(...step.lines);
    bytes += Buffer.byteLength(JSON.stringify(step.lines));
    place = step.next;
  }
  return place;
}

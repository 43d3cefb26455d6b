import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { ExportLine } from '../../shared/contract/exports.ts';
import type { UserShort } from '../../shared/contract/users.ts';
import { MalformedCursor } from '../../shared/errors.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { stopClock } from '../../test/clock-stopped.ts';
import { subscriptionOf } from '../../test/push-service.ts';

process.env.CRUDDUR_LIMITS = 'exports=2';
const { handler: exportMe } = await import('./export-me.ts');
const { openCursor, sealCursor } = await import('./export-cursor.ts');
const { handler: deleteMessage } = await import('./delete-message.ts');
const { handler: sendMessage } = await import('./send-message.ts');
const { handler: updateMessageGroup } = await import('./update-message-group.ts');
const { handler: hideMessage } = await import('./hide-message.ts');
const { block } = await import('../../shared/dynamo/blocks.ts');
const { storeSubscription } = await import('../../shared/dynamo/push-subscriptions.ts');
const { createConversation, storeText } = await import('../../test/conversations.ts');

const page = (as: Person, cursor?: string) =>
  call(exportMe, 'exportMe', { as, query: cursor ? { cursor } : {} });

async function exported(as: Person): Promise<{ lines: ExportLine[]; pages: number }> {
  const lines: ExportLine[] = [];
  for (let cursor: string | undefined, pages = 1; ; pages++) {
    const { status, body, next } = await page(as, cursor);
    expect(status).toBe(200);
    lines.push(...body);
    if (!next) return { lines, pages };
    cursor = next.cursor;
  }
}

const textsOf = (lines: ExportLine[]) =>
  lines.flatMap((line) => (line.type === 'message' ? line.message : []));

// On a slow machine a page would otherwise end early.
beforeEach(() => void stopClock());
afterEach(() => jest.restoreAllMocks());

test('has the profile, the devices, the blocks, and each group before its messages, oldest first, as JSON lines', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['One', 'Two', 'Three']);
  const cem = await createStranger();
  await storeText(cem, ann, 'From Cem');
  await block(ann.uuid, cem.uuid);
  const { keys, endpoint, show_text } = subscriptionOf('https://push.example/ann');
  await storeSubscription(ann.uuid, cem.uuid, { keys, endpoint, show_text });
  const { headers } = await page(ann);
  expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  const { lines, pages } = await exported(ann);
  expect(pages).toBe(1);
  expect(lines[0]).toEqual({
    type: 'profile',
    uuid: ann.uuid,
    handle: ann.handle,
    display_name: ann.display_name,
    email: ann.email,
    who_may_write: 'everyone',
  });
  const subscribed_at = expect.any(String);
  expect(lines[1]).toEqual({ type: 'device', device_uuid: cem.uuid, endpoint, show_text, subscribed_at });
  expect(lines[2]).toMatchObject({ type: 'block', uuid: cem.uuid, handle: cem.handle });
  const start = lines.findIndex((line) => line.type === 'message_group' && line.uuid === message_group_uuid);
  expect(lines[start]).toMatchObject({ user_uuid: ben.uuid, display_name: ben.display_name });
  expect(textsOf(lines.slice(start, start + 4))).toEqual(['One', 'Two', 'Three']);
  expect(textsOf(lines).toSorted()).toEqual(['From Cem', 'One', 'Three', 'Two']);
});

test('has no deleted text, nothing that the caller hid or that was sent while they blocked, and no address of others', async () => {
  const { ann, ben, cursors, message_group_uuid } = await createConversation(['Kept', 'Hidden', 'Deleted']);
  const paramsOf = (n: number) => ({ message_group_uuid, message_uuid: String(cursors[n]).slice(25) });
  expect((await call(hideMessage, 'hideMessage', { as: ann, params: paramsOf(1) })).status).toBe(204);
  expect((await call(deleteMessage, 'deleteMessage', { as: ann, params: paramsOf(2) })).status).toBe(204);
  await block(ann.uuid, ben.uuid);
  await storeText(ben, ann, 'While blocked');
  const mine = (await exported(ann)).lines;
  expect(textsOf(mine)).toEqual(['Kept', '']);
  const text = JSON.stringify(mine);
  for (const secret of ['"Hidden"', '"Deleted"', 'While blocked', ben.email, ben.sub])
    expect(text).not.toContain(secret);
  // The other member still has what only the caller hid.
  expect(textsOf((await exported(ben)).lines)).toEqual(['Kept', 'Hidden', '', 'While blocked']);
});

test('of a deleted conversation it has what came afterwards, without what a reply quotes', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['Before', 'Answer me']);
  const params = { message_group_uuid };
  const cleared = await call(updateMessageGroup, 'updateMessageGroup', {
    as: ann,
    params,
    body: { cleared: true },
  });
  expect(cleared.status).toBe(200);
  const reply = { message: 'After', message_group_uuid, reply_to: String(cursors[1]).slice(25) };
  expect((await call(sendMessage, 'sendMessage', { as: ben, body: reply })).status).toBe(200);
  const mine = (await exported(ann)).lines;
  expect(textsOf(mine)).toEqual(['After']);
  expect(JSON.stringify(mine)).not.toContain('Answer me');
  const theirs = (await exported(ben)).lines;
  expect(textsOf(theirs)).toEqual(['Before', 'Answer me', 'After']);
  expect(theirs.at(-1)).toMatchObject({ reply_to: { message: 'Answer me', deleted: false } });
});

/** Stores texts from somebody to somebody else, the first one alone: it makes the rows. */
async function storeTexts(from: UserShort, to: UserShort, texts: readonly string[]): Promise<void> {
  const store = (text: string, n: number) => storeText(from, to, text, START + n * 1_000);
  await store(texts[0] ?? '', 0);
  for (let n = 1; n < texts.length; n += AT_ONCE)
    await Promise.all(texts.slice(n, n + AT_ONCE).map((text, more) => store(text, n + more)));
}
const START = Date.now() - 3_600_000;
const AT_ONCE = 8;

test('pages that end in the middle of a conversation lose and repeat nothing', async () => {
  const [ann, ben, cem] = await Promise.all([createStranger(), createStranger(), createStranger()]);
  // 50 of them are 200 KB, so a page of 256 KB ends after 100.
  const fromBen = Array.from({ length: 120 }, (_, n) => `Ben ${n} ${'𠮷'.repeat(1_000)}`);
  await storeTexts(ben, ann, fromBen);
  await storeTexts(cem, ann, ['Cem 0', 'Cem 1']);
  const { lines, pages } = await exported(ann);
  const texts = textsOf(lines);
  expect(texts.filter((text) => text.startsWith('Ben'))).toEqual(fromBen);
  expect(texts.filter((text) => text.startsWith('Cem'))).toEqual(['Cem 0', 'Cem 1']);
  expect(pages).toBe(2);
});

test('somebody with many conversations gets them over several pages', async () => {
  const ann = await createStranger();
  const others = Array.from({ length: 45 }, (_, n) => ({
    uuid: randomUUID(),
    handle: `other_${n}`,
    display_name: `Other ${n}`,
  }));
  for (let n = 0; n < others.length; n += AT_ONCE)
    await Promise.all(others.slice(n, n + AT_ONCE).map((other) => storeTexts(other, ann, ['Hi'])));
  const { lines, pages } = await exported(ann);
  expect(pages).toBe(2);
  const groups = lines.flatMap((line) => (line.type === 'message_group' ? line.handle : []));
  expect(groups.toSorted()).toEqual(others.map(({ handle }) => handle).toSorted());
});

test('two a day begin, whose pages do not count; a made-up cursor begins none', async () => {
  const { ann, ben } = await createConversation();
  const place = { part: 'groups' } as const;
  const cursor = sealCursor(ann.sub, { started: Date.now(), place });
  expect((await page(ann)).status).toBe(200);
  for (let n = 0; n < 5; n++) expect((await page(ann, cursor)).status).toBe(200);
  expect((await page(ann)).status).toBe(200);
  const third = await page(ann);
  expect(third).toMatchObject({ status: 429, errors: ['rate_limited'] });
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  // What has begun goes on.
  expect((await page(ann, cursor)).status).toBe(200);
  const [text = '', signature = ''] = cursor.split('.');
  const other = Buffer.from(JSON.stringify({ started: Date.now() + 1, place })).toString('base64url');
  for (const forged of [`${other}.${signature}`, `${text}.${'A'.repeat(22)}`, 'x', `${text}.`, '.'])
    expect(await page(ann, forged)).toMatchObject({ status: 400, errors: ['malformed_cursor'] });
  // Nor does somebody else's cursor.
  expect((await page(ben, cursor)).errors).toEqual(['malformed_cursor']);
});

test('a cursor is good for a day', () => {
  const place = { part: 'blocks' } as const;
  const started = Date.now() - 24 * 3_600_000;
  const fresh = { started: started + 10_000, place };
  expect(openCursor('ann', sealCursor('ann', fresh))).toEqual(fresh);
  expect(() => openCursor('ann', sealCursor('ann', { started: started - 1, place }))).toThrow(
    MalformedCursor,
  );
});

import { readFile } from 'node:fs/promises';
import type { ExportLine } from '../../shared/contract/exports.ts';
import { setSuspended } from '../../shared/postgres/standing.ts';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { newPerson, openPage, send } from './people.ts';

openBrowser();

test('one button makes a file of everything', async () => {
  const [ann, ben, cem] = [await newPerson('Ann'), await newPerson('Ben'), await newPerson('Cem')];
  await send(ann, ben, 'To Ben');
  await send(cem, ann, 'From Cem');
  const page = await openPage(ann, '/settings');
  const button = page.getByRole('button', { name: 'Download my data' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe(`cruddur-${ann.handle}.jsonl`);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  const read = lines.map((line) => JSON.parse(line) as ExportLine);
  expect(read[0]).toMatchObject({ type: 'profile', email: ann.email });
  const texts = read.flatMap((line) => (line.type === 'message' ? line.message : []));
  expect(texts.toSorted()).toEqual(['From Cem', 'To Ben']);
  await page.getByText('Downloaded: 2 conversations, 2 messages.').waitFor();
});

test('an export that is refused says when the next one is possible', async () => {
  const page = await openPage(await newPerson('Dan'), '/settings');
  await page.route('**/api/me/export', async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'content-type': 'application/problem+json',
      'retry-after': '90',
    };
    await route.fulfill({ response, status: 429, headers, json: { errors: ['rate_limited'] } });
  });
  await page.getByRole('button', { name: 'Download my data' }).click();
  await page.getByRole('alert').filter({ hasText: 'Try again in 90 s.' }).waitFor();
  expect(await page.getByText('Downloaded').count()).toBe(0);
});

test('who is suspended is told so, and reads what others write', async () => {
  const [ann, ben] = [await newPerson('Ann'), await newPerson('Ben')];
  const { message_group_uuid } = await send(ben, ann, 'Before');
  const page = await openPage(ann, `/messages/${message_group_uuid}`, { bypassCSP: true });
  await page.getByText('Before').first().waitFor();
  expect(await page.getByText('Your account is suspended').count()).toBe(0);
  await setSuspended(ann.uuid, true);
  await page.reload();
  await page.getByRole('status').filter({ hasText: 'Your account is suspended' }).waitFor();
  await page.getByText('Before').first().waitFor();
  expect(await axeFinds(page)).toEqual([]);
  await send(ben, ann, 'Afterwards');
  await page.getByText('Afterwards').first().waitFor();
});

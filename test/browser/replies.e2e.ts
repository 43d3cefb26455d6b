import { openBrowser } from './browser.ts';
import { bubble, composer, write } from './conversation.ts';
import { apiOf } from './people.ts';
import { choose, longPress, restOn, twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('a reply quotes what it answers in both browsers, and follows its edits and its deletion', async () => {
  const { left, right } = await twoBrowsers();
  await write(right, 'Shall we meet at noon?');
  await bubble(left, 'at noon').waitFor();
  await choose(left, 'at noon', 'Reply');
  await left.getByText('Reply to Brell').waitFor();
  await write(left, 'Yes, gladly.');
  await left.getByText('Reply to Brell').waitFor({ state: 'detached' });
  for (const page of [left, right])
    await bubble(page, 'Yes, gladly.').getByRole('button', { name: 'Shall we meet at noon?' }).waitFor();
  await choose(right, 'Shall we meet at noon?', 'Edit');
  await right.getByRole('textbox', { name: 'Edit the message' }).fill('Shall we meet at one?');
  await right.getByRole('button', { name: 'Save' }).click();
  for (const page of [left, right])
    await bubble(page, 'Yes, gladly.').getByRole('button', { name: 'Shall we meet at one?' }).waitFor();
  await choose(right, 'Shall we meet at one?', 'Delete for everyone');
  await right.getByRole('button', { name: 'Delete' }).click();
  for (const page of [left, right]) {
    await bubble(page, 'Yes, gladly.').getByText('Message deleted').waitFor();
    await until(async () => !(await page.content()).includes('Shall we meet'));
  }
});

test('the quoted line jumps to the message, also to one that is not loaded, and back to the end', async () => {
  const { left, right, adira, brell, group } = await twoBrowsers();
  const [first] = await apiOf(adira).listMessages({ params: { message_group_uuid: group } });
  // More than the newest page, and than what is loaded ahead.
  for (const sender of [adira, brell, adira, brell]) {
    const texts = Array.from({ length: 20 }, (_, number) => `Number ${number}`);
    await Promise.all(texts.map((message) => apiOf(sender).send({ message_group_uuid: group, message })));
  }
  await apiOf(brell).send({
    message_group_uuid: group,
    message: 'About the beginning',
    ...(first && { reply_to: first.uuid }),
  });
  for (const page of [left, right]) {
    await page.goto(`/messages/${group}`);
    await bubble(page, 'About the beginning').getByRole('button', { name: 'Begin' }).click();
    await page.locator('.bubble-shown').filter({ hasText: 'Begin' }).waitFor();
    await page.getByText('The beginning of this conversation').waitFor();
    await page.getByRole('button', { name: 'Scroll to the newest message' }).click();
    await bubble(page, 'About the beginning').waitFor();
  }
});

test('Escape ends a reply, and a reply survives being sent offline', async () => {
  const { left, right } = await twoBrowsers();
  await choose(left, 'Begin', 'Reply');
  await composer(left).press('Escape');
  await left.getByText('Reply to').waitFor({ state: 'detached' });
  await left.context().setOffline(true);
  await choose(left, 'Begin', 'Reply');
  await write(left, 'Written offline');
  await bubble(left, 'Written offline').getByRole('button', { name: 'Begin' }).waitFor();
  await left.context().setOffline(false);
  await bubble(right, 'Written offline').getByRole('button', { name: 'Begin' }).waitFor();
});

test('on a phone a long press replies', async () => {
  const { left, right } = await twoBrowsers({
    viewport: { width: 320, height: 568 },
    hasTouch: true,
    isMobile: true,
  });
  await longPress(left, 'Begin');
  await left.getByRole('menuitem', { name: 'Reply' }).tap();
  await composer(left).fill('From the phone');
  await left.getByRole('button', { name: 'Send' }).tap();
  await bubble(right, 'From the phone').getByRole('button', { name: 'Begin' }).waitFor();
  // The finger that is lifted from the quote does not jump to what it quotes.
  await bubble(left, 'From the phone').getByText('Sent').waitFor({ state: 'attached' });
  await restOn(left, bubble(left, 'From the phone').getByRole('button', { name: 'Begin' }));
  await left.getByRole('menuitem', { name: 'Edit' }).tap();
  await left.getByRole('textbox', { name: 'Edit the message' }).waitFor();
  expect(await left.locator('.bubble-shown').count()).toBe(0);
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

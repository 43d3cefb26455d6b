import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, bubbles } from './conversation.ts';
import { importPast } from './import-conversation.ts';
import { apiOf, newPerson, openPage } from './people.ts';
import { until } from './until.ts';

openBrowser();

test.each([70, 667])(
  'a conversation opens at the first of %d unread messages and does not mark the rest as read',
  async (count) => {
    const [me, other] = [await newPerson('Lise'), await newPerson('Mollari')];
    const read = 30;
    const textOf = (number: number) =>
      number > read ? `unread ${number - read} of ${count}` : `read ${number}`;
    const isTheirs = (number: number) => number > read || number % 2 === 0;
    const group = await importPast(me, other, { length: read + count, textOf, isTheirs, readTo: read });
    const page = await openPage(me, `/messages/${group}`);
    await page.getByText('New messages').waitFor();
    expect(await page.locator('.line', { hasText: 'New messages' }).textContent()).toContain(
      `unread 1 of ${count}`,
    );
    await until(() => isInView(page, `unread 1 of ${count}`));
    // The last read message is above it, already in the page.
    await bubble(page, `read ${read}`).first().waitFor();
    const unread = async () => (await apiOf(me).listMessageGroups())[0]?.unread_count;
    expect(await unread()).toBe(Math.min(count, 100));
    await page.getByRole('button', { name: 'Scroll to the newest message' }).click();
    await bubble(page, `unread ${count} of ${count}`).waitFor();
    await until(async () => (await unread()) === 0);
    expect(await bubbles(page).count()).toBeGreaterThan(0);
  },
  600_000,
);

async function isInView(page: Page, text: string): Promise<boolean> {
  return bubbles(page)
    .filter({ hasText: text })
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
}

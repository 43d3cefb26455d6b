import type { Locator, Page } from 'playwright-core';

/** The parts of a conversation's page, as a person finds them. */
export const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ });
export const bubbles = (page: Page) => page.getByRole('article');
export const bubble = (page: Page, text: string) => bubbles(page).filter({ hasText: text });
export const groupRow = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').filter({ hasText: name });

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Returns to the page, as a browser tells it: the page asks whether its connection still stands, and catches up. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** What stands on the screen, without the times that pass. */
export async function screenOf(page: Page): Promise<{ groups: string[]; messages: string[]; title: string }> {
  const texts = (locator: Locator) =>
    locator.evaluateAll((all) =>
      all.map((one) =>
        (one.textContent ?? '').replace(one.querySelector('time.group-age')?.textContent ?? '', ''),
      ),
    );
  return {
    groups: await texts(page.locator('.group')),
    messages: await texts(bubbles(page)),
    title: await page.title(),
  };
}

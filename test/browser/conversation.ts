import type { Locator, Page } from 'playwright-core';

/** The parts of a conversation's page, located as a person would. */
export const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ });
export const bubbles = (page: Page) => page.getByRole('article');
export const bubble = (page: Page, text: string) => bubbles(page).filter({ hasText: text });
/** By a text within one part of the row: its name and its age stand side by side. */
export const groupRow = (page: Page, text: string) =>
  page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('link')
    .filter({ has: page.getByText(text) });

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Makes the page visible again: it checks its connection and catches up. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

interface Screen {
  groups: string[];
  messages: string[];
  reactions: string[];
  title: string;
  /** The number at the link to the messages, which the title repeats. */
  unread: string[];
}

/** The text on the screen, without relative times. */
export async function screenOf(page: Page): Promise<Screen> {
  const texts = (locator: Locator) =>
    locator.evaluateAll((all) =>
      all.map((one) =>
        (one.textContent ?? '').replace(one.querySelector('time.group-age')?.textContent ?? '', ''),
      ),
    );
  return {
    groups: await texts(page.locator('.group')),
    messages: await texts(bubbles(page)),
    reactions: await texts(page.getByRole('list', { name: 'Reactions' })),
    title: await page.title(),
    unread: await texts(page.getByRole('link', { name: /^Messages/ })),
  };
}

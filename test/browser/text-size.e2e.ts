import { openBrowser } from './browser.ts';
import { bubble } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';

/** A reader who has set the browser's font size to twice the usual one. */
openBrowser(['--blink-settings=defaultFontSize=32']);

test('at twice the font size the text is twice as large, and nothing is wider than the screen', async () => {
  const [me, other] = [await newPerson('Zathras'), await newPerson('Zathrasson')];
  const { message_group_uuid: group } = await send(me, other, 'Can you read this?');
  for (const width of [1280, 390]) {
    const page = await openPage(me, '/', { viewport: { width, height: 800 } });
    for (const path of ['/', '/messages', '/messages/new', '/settings', `/messages/${group}`]) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading'));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ path, width, wide }).toEqual({ path, width, wide: 0 });
    }
    const size = await bubble(page, 'Can you read this?').evaluate((one) => getComputedStyle(one).fontSize);
    expect(size).toBe('30px');
  }
});

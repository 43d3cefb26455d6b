import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { CLIPBOARD, clipboardOf, openBrowser, sizes } from './browser.ts';
import { bubble, bubbles, composer, groupRow, write } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';
import { choose } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('typing finds a person, and the first message creates the conversation', async () => {
  const [me, other] = [await newPerson('Gkar'), await newPerson('Natoth')];
  const page = await openPage(me, '/messages');
  await page.getByRole('link', { name: 'Write a message' }).click();
  await page.getByRole('combobox').pressSequentially(other.handle.slice(0, -1));
  await page.getByRole('option').filter({ hasText: other.handle }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('beginning of your conversation').waitFor();
  await write(page, 'The first');
  await write(page, 'The second');
  await bubble(page, 'The second').getByText('Sent').waitFor({ state: 'attached' });
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  expect(
    await bubbles(page).evaluateAll((all) => all.map((one) => one.querySelector('.text')?.textContent)),
  ).toEqual(['The first', 'The second']);
  await groupRow(page, 'Natoth').filter({ hasText: 'You: The second' }).waitFor();
});

test('typing finds a person by surname, without accents; before typing the recent people are offered', async () => {
  const [me, known] = [await newPerson('Emerson'), await newPerson('Lenora')];
  const surname = `Bé${randomUUID().slice(0, 8)}`;
  const sought = await newPerson('Turhan', `Turhan ${surname}`);
  await send(me, known, 'We have talked');
  const page = await openPage(me, '/messages/new');
  await page.getByText('Recent conversations').waitFor();
  await page.getByRole('option').filter({ hasText: known.handle }).waitFor();
  await page.getByRole('combobox').fill(surname.replace('é', 'e').slice(0, -1));
  await page.getByRole('option').filter({ hasText: sought.handle }).waitFor();
  await page.getByRole('combobox').fill('');
  await page.getByRole('option').filter({ hasText: known.handle }).click();
  await bubble(page, 'We have talked').waitFor();
});

test('Enter never chooses a person who does not match the typed text', async () => {
  const [me, one, two] = [await newPerson('Zack'), await newPerson('Sinclair'), await newPerson('Sakai')];
  const page = await openPage(me, '/messages/new');
  await page.getByRole('combobox').fill(one.handle);
  await page.getByRole('option').filter({ hasText: one.handle }).waitFor();
  // The second answer is slow; the first is still on the screen.
  await page.route('**/api/users?*', () => {});
  await page.getByRole('combobox').fill(two.handle);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sakai' }).waitFor();
});

test('a new conversation shows that the other person has written first', async () => {
  const [me, other] = [await newPerson('Catherine'), await newPerson('Kalain')];
  const page = await openPage(me, `/messages/new/${other.handle}`);
  await page.getByText('beginning of your conversation').waitFor();
  await composer(page).fill('I was about to');
  await send(other, me, 'Me first');
  await bubble(page, 'Me first').waitFor();
  expect(await composer(page).inputValue()).toBe('I was about to');
});

test('choosing a person opens the existing conversation instead of a second one', async () => {
  const [me, other] = [await newPerson('Kosh'), await newPerson('Ulkesh')];
  const { message_group_uuid } = await send(other, me, 'We are all Kosh.');
  const page = await openPage(me, `/messages/new/${other.handle}`);
  await page.waitForURL(`**/messages/${message_group_uuid}`);
  await bubble(page, 'We are all Kosh.').waitFor();
});

test('an unknown handle and a conversation of others each show an error', async () => {
  const [me, one, two] = [await newPerson('Bester'), await newPerson('Talia'), await newPerson('Lyta')];
  const { message_group_uuid } = await send(one, two, 'Not for Bester');
  const page = await openPage(me, '/messages/new/nobody_at_all');
  await page.getByText('There is no user @nobody_at_all').waitFor();
  await page.goto(`/messages/${message_group_uuid}`);
  await page.getByText('It does not exist, or it is not yours.').waitFor();
  expect(await page.getByText('Not for Bester').count()).toBe(0);
});

test('Enter sends, Shift+Enter breaks the line, and a draft stays in its conversation', async () => {
  const [me, other] = [await newPerson('Cartagia'), await newPerson('Refa')];
  const { message_group_uuid } = await send(me, other, 'Begin');
  const page = await openPage(me, `/messages/${message_group_uuid}`);
  await composer(page).fill('One');
  await composer(page).press('Shift+Enter');
  await composer(page).pressSequentially('Two');
  await composer(page).evaluate(endComposing);
  expect(await composer(page).inputValue()).toBe('One\nTwo');
  await composer(page).press('Enter');
  await bubble(page, 'One\nTwo').waitFor();
  await composer(page).fill('Half a thou');
  await page.goto('/messages');
  expect(await groupRow(page, 'Refa').textContent()).toContain('Draft: Half a thou');
  await groupRow(page, 'Refa').click();
  expect(await composer(page).inputValue()).toBe('Half a thou');
});

test('on a phone Enter breaks the line, and the button sends', async () => {
  const [me, other] = [await newPerson('Cartagia'), await newPerson('Refa')];
  const { message_group_uuid } = await send(me, other, 'Begin');
  const phone = { viewport: sizes.phone, hasTouch: true, isMobile: true };
  const page = await openPage(me, `/messages/${message_group_uuid}`, phone);
  await composer(page).tap();
  await composer(page).pressSequentially('One');
  await composer(page).press('Enter');
  await composer(page).pressSequentially('Two');
  expect(await composer(page).inputValue()).toBe('One\nTwo');
  expect(await composer(page).getAttribute('enterkeyhint')).toBe('enter');
  await page.getByRole('button', { name: 'Send' }).tap();
  await bubble(page, 'One\nTwo').getByText('Sent').waitFor({ state: 'attached' });
});

test.each([
  ['1,000 empty lines', `top${'\n'.repeat(1_000)}bottom`],
  ['1,024 wide letters', 'W'.repeat(1_024)],
])('a message of %s is folded, and unfolds', async (_, text) => {
  const [me, other] = [await newPerson('Sinclair'), await newPerson('Garibaldi')];
  await send(other, me, 'Before');
  const { message_group_uuid } = await send(other, me, text);
  const page = await openPage(me, `/messages/${message_group_uuid}`);
  const tall = bubbles(page).filter({ has: page.getByRole('button', { name: 'Show more' }) });
  await tall.waitFor();
  expect((await tall.boundingBox())?.height).toBeLessThan(600);
  expect(await bubble(page, 'Before').getByRole('button', { name: 'Show more' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('button', { name: 'Show less' }).waitFor();
  await until(async () => ((await bubbles(page).last().boundingBox())?.height ?? 0) > 600);
});

test('one to three emoji of any kind are drawn large', async () => {
  const [me, other] = [await newPerson('Vir'), await newPerson('Cotto')];
  const large = ['\u{1f600}', '\u{1f1e9}\u{1f1ea}', '1\ufe0f\u20e3', '\u{1f3f3}\ufe0f\u200d\u{1f308}'];
  const flagOfEngland = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
  large.push(flagOfEngland.repeat(3), '\u2764\ufe0f', '\u{1f469}\u{1f3fd}\u200d\u{1f680}');
  const small = ['1', '12', '#', '\u{1f600}\u{1f600}\u{1f600}\u{1f600}', '\u{1f600} yes'];
  let group = '';
  for (const text of [...large, ...small]) group = (await send(other, me, text)).message_group_uuid;
  const page = await openPage(me, `/messages/${group}`);
  await bubble(page, `${small.at(-1)}`).waitFor();
  const drawn = await bubbles(page).evaluateAll((all) =>
    all.map((one) => [one.querySelector('.text')?.textContent, one.classList.contains('bubble-loud')]),
  );
  expect(drawn).toEqual([...large.map((text) => [text, true]), ...small.map((text) => [text, false])]);
});

/** Runs in the page: the Enter with which Safari ends IME composition. */
function endComposing(box: Element): void {
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }));
}

/** Runs in the page: notes what a screen reader hears from now on. */
function keepWhatIsSaid(): void {
  const said: string[] = [];
  Reflect.set(window, 'said', said);
  const announcer = document.querySelector('[role=status][aria-live]');
  const note = () => announcer?.textContent && said.push(announcer.textContent);
  if (announcer)
    new MutationObserver(note).observe(announcer, { childList: true, characterData: true, subtree: true });
}

const whatWasSaid = (): string[] => Reflect.get(window, 'said');

test('the counter counts code points, is said at 100, 50, 20 and 0, and a too long text is not sent', async () => {
  const [me, other] = [await newPerson('Morden'), await newPerson('Anna')];
  const page = await openPage(me, `/messages/new/${other.handle}`);
  await composer(page).waitFor();
  await page.evaluate(keepWhatIsSaid);
  for (const left of [100, 49, 50, 20, 0]) {
    await composer(page).fill('😀'.repeat(1024 - left));
    await page.getByText(`${left} characters left`, { exact: true }).first().waitFor({ state: 'attached' });
  }
  await composer(page).fill('😀'.repeat(1025));
  await page.getByText('-1').waitFor();
  const said = ['100 characters left', '50 characters left', '20 characters left', '0 characters left'];
  await until(async () => (await page.evaluate(whatWasSaid)).length > said.length);
  expect(await page.evaluate(whatWasSaid)).toEqual([...said, '1 character too many']);
  await composer(page).press('Enter');
  expect(await bubbles(page).count()).toBe(0);
  await composer(page).fill('😀'.repeat(1024));
  await composer(page).press('Enter');
  await page.waitForURL(/\/messages\/[0-9a-f-]{36}$/);
  await bubbles(page).getByText('Sent').waitFor({ state: 'attached' });
  expect(await bubbles(page).locator('.text').textContent()).toBe('😀'.repeat(1024));
});

test('messages are shown as text, never as HTML', async () => {
  const [me, other] = [await newPerson('Galen'), await newPerson('Dureena')];
  const texts = [
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
    '**bold** [link](javascript:alert(1)) &lt;b&gt; \u0000?'.replace('\u0000', ''),
    'from \u202eright to left',
    'مرحبا بالعالم كيف حالك اليوم\nنعم',
    '  two  spaces and\ttab  ',
  ];
  let group = '';
  for (const text of texts) group = (await send(other, me, text)).message_group_uuid;
  await send(other, me, 'see https://example.com/a?b=1.');
  await send(other, me, 'ann@example.org, https://bücher.example/ and javascript:alert(1)');
  const page = await openPage(me, `/messages/${group}`);
  const link = page.getByRole('link', { name: 'https://example.com/a?b=1', exact: true });
  await bubble(page, 'ann@example.org').waitFor();
  expect(await bubbles(page).locator('.text').allTextContents()).toEqual([
    ...texts,
    'see https://example.com/a?b=1.',
    'ann@example.org, https://bücher.example/ (xn--bcher-kva.example) and javascript:alert(1)',
  ]);
  expect(await page.title()).not.toContain('owned');
  expect(await link.getAttribute('rel')).toContain('noopener');
  const links = bubbles(page).locator('.text a');
  expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
    'https://example.com/a?b=1',
    'mailto:ann@example.org',
    'https://xn--bcher-kva.example/',
  ]);
  const arabic = bubble(page, 'مرحبا').locator('.text');
  expect(await arabic.evaluate((text) => getComputedStyle(text).direction)).toBe('rtl');
  expect(await arabic.evaluate(lastLineStartsRight)).toBe(true);
});

/** Runs in the page: whether a short line starts where the longer one above it does. */
function lastLineStartsRight(text: Element): boolean {
  const lines = [...text.getClientRects()].filter(({ width }) => width > 0);
  const [first, last] = [lines[0], lines.at(-1)];
  return first !== undefined && last !== undefined && last.width < first.width && last.right === first.right;
}

test('emphasis and code are shown, never as HTML, and copied as they were written', async () => {
  const [me, other] = [await newPerson('Ta'), await newPerson('Lon')];
  const text = 'A *bold* _turn_ of `code` at www.example.org and <b>no</b> tag';
  const { message_group_uuid: group } = await send(other, me, text);
  const page = await openPage(me, `/messages/${group}`, { permissions: CLIPBOARD });
  await bubble(page, 'turn').waitFor();
  const shown = page.locator('article .text').last();
  expect(await shown.evaluate((one) => [...one.children].map(({ tagName }) => tagName))).toEqual([
    'STRONG',
    'EM',
    'CODE',
    'A',
  ]);
  expect(await shown.textContent()).toBe(text);
  expect(await shown.getByRole('link').getAttribute('href')).toBe('https://www.example.org/');
  expect(await copiedFrom(shown)).toBe(text);
  await choose(page, 'turn', 'Copy');
  await page.getByRole('status').filter({ hasText: 'The text is copied.' }).waitFor();
  expect(await clipboardOf(page)).toBe(text);
  const { width = 0 } = (await page.locator('article .marker').first().boundingBox()) ?? {};
  expect(width).toBe(0);
  const blocks = 'Look:\n\n> *one*\n> two\n```ts\nconst a = "<b>";\n\n  a;\n```\nYes.';
  await send(other, me, blocks);
  const fenced = bubble(page, 'Look').locator('.fenced');
  expect(await fenced.textContent()).toBe('const a = "<b>";\n\n  a;');
  expect(
    await bubble(page, 'Look')
      .locator('blockquote')
      .getByText('one')
      .evaluate(({ tagName }) => tagName),
  ).toBe('STRONG');
  expect(await copiedFrom(bubble(page, 'Look').locator('.text'))).toBe(blocks);
});

/** What a reader who selects all of it copies. */
function copiedFrom(text: Locator): Promise<string> {
  return text.evaluate((one) => {
    getSelection()?.selectAllChildren(one);
    return String(getSelection());
  });
}

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { theCloud } from './cloud.ts';
import { LIMIT_MS } from './until.ts';

const whole = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
/** Chromium without a window: it takes two thirds of the time, and shows no notifications. */
const shell = 'chromium-headless-shell';
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const sizes = { phone: { width: 390, height: 780 }, desktop: { width: 1280, height: 800 } };

/** Finds an installed Chromium: its shell if there is one, unless it has to be the whole. The error says how to get one. */
export function findBrowser({ isWhole = false } = {}): string {
  const names = isWhole ? whole : [shell, ...whole];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env.CRUDDUR_BROWSER ?? '',
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ];
  const found = candidates.find((path) => path !== '' && existsSync(path));
  if (found) return found;
  throw new Error(
    'No browser was found. Install Chromium (Debian and Ubuntu: apt-get install chromium; anywhere: ' +
      'npx playwright-core install chromium), or name one in CRUDDUR_BROWSER.',
  );
}

let browser: Browser | undefined;
const violations: string[] = [];

/** Launches the browser for the tests of a file; for notifications a whole one. */
export function openBrowser(more: string[] = [], { isWhole = false } = {}): void {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findBrowser({ isWhole }), args: [...quiet, ...more] });
  });
  afterAll(() => browser?.close());
  // In every test: the built page never violates its Content Security Policy.
  afterEach(() => expect(violations.splice(0)).toEqual([]));
}

export const browserVersion = () => browser?.version() ?? '';

/** A separate browser profile: a person's, or one of their devices. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  if (!browser) throw new Error('openBrowser() comes first.');
  const context = await browser.newContext({
    baseURL: theCloud().web,
    viewport: sizes.desktop,
    locale: 'en-GB',
    // Its cache would answer in place of the servers that most tests watch.
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(LIMIT_MS);
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted(HTML|Script)/.test(message.text())) violations.push(message.text());
  });
  context.on('weberror', (error) => violations.push(String(error.error())));
  return context;
}

/** The permissions of a context in which a test reads what a page has copied. */
export const CLIPBOARD = ['clipboard-read', 'clipboard-write'];

/** What the page would paste. */
export const clipboardOf = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText());

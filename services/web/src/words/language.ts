import { browserStorage } from '../store/browser-storage.ts';
import { createValue, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';
import { loadWords } from './catalogue.ts';
import { isLanguage, type Language, others } from './languages.ts';

const STORAGE_KEY = 'cruddur.language';
const DATES_KEY = 'cruddur.dates';

const current = createValue<Language>('en');

/** The language that the page is in. */
export const useLanguage = () => useStore(current);

/** Which one the user chose; undefined for the browser's. */
export function chosenLanguage(): Language | undefined {
  const kept = browserStorage.read(STORAGE_KEY) ?? '';
  return isLanguage(kept) ? kept : undefined;
}

/** Changes the page's language; undefined follows the browser. */
export async function chooseLanguage(language: Language | undefined): Promise<void> {
  if (language) browserStorage.write(STORAGE_KEY, language);
  else browserStorage.remove(STORAGE_KEY);
  await applyLanguage();
}

/** Loads the words that the first page needs, and follows a choice made in another tab. */
export async function keepLanguage(): Promise<void> {
  onStorage((key) => {
    if (key === STORAGE_KEY || key === null) void applyLanguage();
  });
  await applyLanguage();
}

/** Loads the words of a page that was just imported. */
export async function loadMoreWords(): Promise<void> {
  const language = current.read();
  await loadWords(language);
  // Another one was chosen meanwhile.
  if (language !== current.read()) await loadMoreWords();
}

/** If the words cannot be loaded, the language stays as it is. */
async function applyLanguage(): Promise<void> {
  const language = wanted();
  try {
    await loadWords(language);
  } catch {
    return;
  }
  // Another one was chosen meanwhile.
  if (language !== wanted()) return applyLanguage();
  document.documentElement.lang = language;
  current.set(language);
}

/** The locales in which the user can have dates and times, whatever the page's language. */
export const DATE_LOCALES = ['en-GB', 'en-US', ...Object.keys(others)];

/** The one that the user chose; undefined for that of the page's language. */
export function chosenDates(): string | undefined {
  const kept = browserStorage.read(DATES_KEY) ?? '';
  return DATE_LOCALES.includes(kept) ? kept : undefined;
}

export function chooseDates(locale: string | undefined): void {
  if (locale) browserStorage.write(DATES_KEY, locale);
  else browserStorage.remove(DATES_KEY);
}

export const dateLocale = (): string => chosenDates() ?? languageLocale();

/** The browser's variant of the page's language: it sets the date order and the 12- or 24-hour clock. */
export function languageLocale(): string {
  const language = current.read();
  const theirs = navigator.languages.find((each) => each.split('-')[0] === language);
  return theirs ?? (language === 'en' ? 'en-GB' : language);
}

/** Several things in one phrase: a, b and c. */
export const listOf = (parts: readonly string[]): string => new Intl.ListFormat(current.read()).format(parts);

/** The page's language where none is chosen. */
export const browserLanguage = (): Language => firstKnown(navigator.languages);

const wanted = () => chosenLanguage() ?? browserLanguage();

/** The first language of the browser's list that the page has; English if there is none. */
export function firstKnown(languages: readonly string[]): Language {
  return languages.map((each) => each.split('-')[0]?.toLowerCase() ?? '').find(isLanguage) ?? 'en';
}

import { type Language, others, type Words } from './languages.ts';

interface Catalogue {
  part: keyof Words;
  english: object;
  /** What the page reads. */
  words: object;
  language: Language;
}

const catalogues: Catalogue[] = [];

/** The strings of some pages, as an object that always holds those of the page's language. */
export function catalogue<Part extends keyof Words>(part: Part, english: Words[Part]): Words[Part] {
  const words = { ...english };
  catalogues.push({ part, english, words, language: 'en' });
  return words;
}

/** Puts the strings of a language into every catalogue that was imported so far: all of them, or none. */
export async function loadWords(language: Language): Promise<void> {
  const stale = catalogues.filter((each) => each.language !== language);
  const loaded = await Promise.all(stale.map(({ part, english }) => stringsOf(part, english, language)));
  stale.forEach((each, index) => {
    Object.assign(each.words, loaded[index]);
    each.language = language;
  });
  // A page may have been imported meanwhile.
  if (stale.length > 0) await loadWords(language);
}

async function stringsOf(part: keyof Words, english: object, language: Language): Promise<object> {
  if (language === 'en') return english;
  const loaded: Partial<Words> = await others[language].words[part]();
  return loaded[part] as object;
}

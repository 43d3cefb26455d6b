import type { EmojiData } from 'frimousse';
import { emojiIn, type Language } from '../words/languages.ts';
import { drawable } from './drawable.ts';

const loading = new Map<Language, Promise<EmojiData>>();

/** The emoji that this browser draws, named in a language. After a failure, the next call loads them again. */
export function emojiOf(language: Language): Promise<EmojiData> {
  const known = loading.get(language);
  if (known) return known;
  const loaded = emojiIn(language).then((source) => drawable(source.default));
  loading.set(language, loaded);
  loaded.catch(() => loading.delete(language));
  return loaded;
}

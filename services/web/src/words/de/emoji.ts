import type { emoji as english } from '../en/emoji.ts';

export const emoji: typeof english = {
  search: 'Emoji suchen',
  none: (text) => `Kein Emoji für „${text}“.`,
  all: 'Alle Emojis',
  categories: 'Kategorien',
  found: 'Gefunden',
  recent: 'Zuletzt benutzt',
  choose: 'Wähle ein Emoji',
  noSkinTone: 'Kein Hautton',
};

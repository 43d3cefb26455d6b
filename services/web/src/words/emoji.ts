import { catalogue } from './catalogue.ts';
import { emoji } from './en/emoji.ts';

/** The emoji picker. The names of emoji come from their data. */
export const emojiWords = catalogue('emoji', emoji);

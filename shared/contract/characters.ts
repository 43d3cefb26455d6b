// Checks of characters by their Unicode properties: https://www.unicode.org/reports/tr44/#Property_Index

/** Whether a text is invisible: no letter and no sign. U+2800, an empty braille cell, is a sign by property. */
export const showsNothing = (text: string) =>
  !/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u.test(text);

/** Control characters other than line break and tab: they control terminals and mean nothing to a reader. */
export const hasControls = (text: string) => /[^\P{Cc}\n\t]/u.test(text);

/** Control characters and everything else that breaks a line. */
export const hasControlsOrBreaks = (text: string) => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** Emoji sequences (UTS #51) with their invisible characters. */
const EMOJI =
  /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,6}\u{e007f}|[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?)*/gu;

/** Whether a text is exactly one emoji that people exchange: the set `RGI_Emoji` of UTS #51. */
export const isEmoji = (text: string) => /^\p{RGI_Emoji}$/v.test(text);

/** Joiners have a meaning between letters, in Persian or Sinhala for example. */
const JOINED = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L})/gu;

/** Invisible characters that change the text around them: format characters, fillers, bidirectional overrides, tags. */
export const hasHidden = (text: string) =>
  /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text.replace(EMOJI, '').replace(JOINED, ''));

/**
 * Zalgo text: more marks on a letter than any language uses, covering the lines around. Three marks of the common
 * script, the same mark three times, or seven of any kind.
 */
export function hasPiledMarks(text: string): boolean {
  const apart = text.normalize('NFD');
  return /[\p{M}&&\p{Script=Inherited}]{3}/v.test(apart) || /\p{M}{7}|(\p{M})\1\1/u.test(apart);
}

// Checks of characters by their Unicode properties: https://www.unicode.org/reports/tr44/#Property_Index

const made = new Map<string, RegExp>();

/**
 * A regular expression that is made when it is first asked for. One with Unicode properties takes 0.2 to 13 ms to make, and
 * V8 makes each literal while it loads the file, just to see whether it is valid: no literal that functions share has
 * properties.
 */
export function regExp(source: string, flags: string): RegExp {
  const known = made.get(source) ?? new RegExp(source, flags);
  made.set(source, known);
  return known;
}

/** Texts of ASCII alone, which most are, are judged without properties. */
const isPlain = (text: string) => /^[\t\n -~]*$/.test(text);

/** Whether a character is a letter of any script. */
export const isLetter = (character: string) =>
  /^[a-z]$/i.test(character) || regExp(String.raw`\p{L}`, 'u').test(character);

const visible = () =>
  regExp(String.raw`[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]`, 'u');

/** Whether a text is invisible: no letter and no sign. U+2800, an empty braille cell, is a sign by property. */
export const showsNothing = (text: string) => !/[!-~]/.test(text) && !visible().test(text);

/**
 * Control characters other than line break and tab: they control terminals and mean nothing to a reader. The set never
 * changes.
 */
export const hasControls = (text: string) => /[^\t\n -~\xa0-\u{10ffff}]/u.test(text);

/** Control characters and everything else that breaks a line: the line and the paragraph separator. */
export const hasControlsOrBreaks = (text: string) => /[^ -~\xa0-\u2027\u202a-\u{10ffff}]/u.test(text);

/** Emoji sequences (UTS #51) with their invisible characters. */
const emoji = () =>
  regExp(
    String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]{1,6}\u{e007f}|[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?)*`,
    'gu',
  );

/** Emoji of one character, with a selector after it if it needs one. A regional indicator is half of a flag. */
const simpleEmoji = () =>
  regExp(
    String.raw`^(?:[\p{Emoji_Presentation}--\p{Regional_Indicator}]|[\p{Emoji}--\p{Emoji_Presentation}--[0-9#*]]\ufe0f)$`,
    'v',
  );

const anyEmoji = () => regExp(String.raw`^\p{RGI_Emoji}$`, 'v');

/**
 * Whether a text is exactly one emoji that people exchange: the set `RGI_Emoji` of UTS #51. Reading its list of sequences takes
 * 13 ms, so the simple ones, which most are, come first.
 */
export const isEmoji = (text: string) => simpleEmoji().test(text) || anyEmoji().test(text);

/** Joiners have a meaning between letters, in Persian or Sinhala for example. */
const joined = () => regExp(String.raw`(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L})`, 'gu');

const hidden = () => regExp(String.raw`[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]`, 'u');

/** Invisible characters that change the text around them: format characters, fillers, bidirectional overrides, tags. */
export const hasHidden = (text: string) =>
  !isPlain(text) && hidden().test(text.replace(emoji(), '').replace(joined(), ''));

const marksOfAnyScript = () => regExp(String.raw`[\p{M}&&\p{Script=Inherited}]{3}`, 'v');
const manyOrEqualMarks = () => regExp(String.raw`\p{M}{7}|(\p{M})\1\1`, 'u');

/**
 * Zalgo text: more marks on a letter than any language uses, covering the lines around. Three marks of the common
 * script, the same mark three times, or seven of any kind.
 */
export function hasPiledMarks(text: string): boolean {
  if (isPlain(text)) return false;
  const apart = text.normalize('NFD');
  return marksOfAnyScript().test(apart) || manyOrEqualMarks().test(apart);
}

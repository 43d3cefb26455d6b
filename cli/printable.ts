/**
 * What a terminal would obey instead of showing it: control characters (C0, C1), format characters such as those that
 * turn the direction of a text, line and paragraph separators, and halves of a surrogate pair.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text as one line that a terminal can be given, whoever wrote it: `\u{1b}` stands for an escape character. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A value as one line of JSON that means the same: what {@link printable} escapes is escaped as JSON has it. */
export function printableJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(UNPRINTABLE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

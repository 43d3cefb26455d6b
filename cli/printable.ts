/**
 * What a terminal would interpret instead of showing: control characters (C0, C1), format characters such as
 * bidirectional overrides, line and paragraph separators, and lone surrogates.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Escapes untrusted text to one line that is safe on a terminal: `\u{1b}` for an escape character. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A value as one line of JSON; what {@link printable} escapes becomes a JSON escape, so that the value is the same. */
export function printableJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(UNPRINTABLE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

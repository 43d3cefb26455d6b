/** As many as `tokens.css` has. */
const COLOURS = 12;

interface Props {
  name: string;
  handle: string;
  size?: 'small' | 'large';
}

/** Initials on a colour that stays the same for a user. */
export function Avatar({ name, handle, size }: Props) {
  return (
    <span className={`avatar avatar-${colourOf(handle)}${size ? ` avatar-${size}` : ''}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** The first letters of the first and the last word, as whole graphemes. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return chosen
    .map((word) => firstGrapheme(word ?? ''))
    .join('')
    .toUpperCase();
}

function firstGrapheme(word: string): string {
  const letter = word.match(/[\p{L}\p{N}]/u)?.[0];
  return letter ?? [...new Intl.Segmenter().segment(word)][0]?.segment ?? '';
}

function colourOf(handle: string): number {
  return [...handle].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % COLOURS;
}

import type { EmojiData } from 'frimousse';

const SIZE_PX = 2;
const EUROPE = '🇪🇺';

/**
 * The emoji that this browser draws as pictures: up to the newest version of which it draws one, and flags of countries only
 * where it has them (Windows shows letters). All of them where it draws none or does not tell.
 */
export function drawable(data: EmojiData): EmojiData {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!pen) return data;
  const draws = (emoji: string) => isDrawn(pen, emoji);
  const versions = [...new Set(data.emojis.map(({ version }) => version))].sort((a, b) => b - a);
  const newest = versions.find((version) => {
    const one = data.emojis.find((each) => each.version === version && !each.countryFlag);
    return one && draws(one.emoji);
  });
  if (newest === undefined) return data;
  const hasFlags = draws(EUROPE);
  const emojis = data.emojis.filter(
    ({ version, countryFlag }) => version <= newest && (hasFlags || !countryFlag),
  );
  return { ...data, emojis };
}

/** A picture is one character wide, and keeps its colours whatever the colour of the text. */
function isDrawn(pen: CanvasRenderingContext2D, emoji: string): boolean {
  pen.font = `${SIZE_PX}px ${getComputedStyle(document.documentElement).getPropertyValue('--font-emoji')}`;
  pen.textBaseline = 'middle';
  if (pen.measureText(emoji).width >= SIZE_PX * 2) return false;
  const [blue, red] = ['blue', 'red'].map((colour) => {
    pen.clearRect(0, 0, SIZE_PX, SIZE_PX);
    pen.fillStyle = colour;
    pen.fillText(emoji, 0, SIZE_PX / 2);
    return pen.getImageData(0, 0, SIZE_PX, SIZE_PX).data;
  });
  return blue?.some((part) => part > 0) === true && blue.join() === red?.join();
}

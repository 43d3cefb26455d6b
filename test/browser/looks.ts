import type { Page } from 'playwright-core';

/** The components of the page `/design`, by their classes. */
const CLASSES = [
  'button, button-quiet, button-danger, button-wide, link-button, icon-button, composer-send, menu-item',
  'menu-item-danger, field-hint, field-error, field-reveal, notice, notice-error, badge, badge-quiet, groups-count, empty',
  'empty-icon, group, group-unread, group-age, group-last, group-own, name, handle, bubble, bubble-theirs',
  'bubble-mine, bubble-deleted, bubble-loud, bubble-shown, bubble-foot, divider, divider-new, talk-beginning',
  'quote, quoted, fenced, edited, reaction, reaction-count, refused, loading-dot, loading-lines, loading-bubble',
  'composer, composer-box, composer-left, composer-over, search-field, dialog, dialog-actions, floating, banners',
  'talk-day, talk-down, talk-unread, field, avatar, spinner',
  'composer-emoji, emoji-search, emoji-bar, emoji-category, emoji-row, emoji-cell, emoji-foot, emoji-tone',
  ...Array.from({ length: 12 }, (_, colour) => `avatar-${colour}`),
]
  .join(', ')
  .split(', ');
/** States of components, and parts without a class. */
const STATES = [
  '.button:disabled',
  '.composer-send[aria-disabled="true"]',
  '.field input',
  '.field input[aria-invalid]',
  '.composer textarea',
  '.composer textarea[aria-invalid]',
  '.search-field input',
  '.group .avatar',
  '.bubble-theirs .quote',
  '.bubble-mine .quote',
  '.bubble-pending',
  '.reaction[aria-pressed="true"]',
  '.banners p',
  '.notice .icon',
  'kbd',
];
const COMPONENTS = [...CLASSES.map((name) => [name, `.${name}`]), ...STATES.map((state) => [state, state])];

/**
 * How each component looks in both themes, a line for each: colours as painted, sizes as computed. No picture is
 * compared, and nothing that depends on a text's width: faces and their drawing differ between machines.
 */
export async function looksOf(page: Page): Promise<string[]> {
  return page.evaluate((components) => {
    const paint = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const painted = (colour: string) => {
      if (!paint) return '';
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data].join(' ');
    };
    return ['light', 'dark'].flatMap((theme) =>
      components.map(([name, selector]) => {
        const one = document.querySelector(`.design-${theme} ${selector}`);
        if (!one) return `${theme} ${name}: missing`;
        const style = getComputedStyle(one);
        const border = Number.parseFloat(style.borderTopWidth) > 0 ? painted(style.borderTopColor) : 'none';
        return [
          `${theme} ${name}: text ${painted(style.color)}, on ${painted(style.backgroundColor)}, border ${border}`,
          `radius ${style.borderTopLeftRadius} ${style.borderBottomRightRadius}, padding ${style.padding}`,
          `gap ${style.rowGap}, font ${style.fontSize} ${style.fontWeight}, at least ${style.minHeight}`,
        ].join(', ');
      }),
    );
  }, COMPONENTS);
}

/** The lines that differ by more than a pixel, or one of 255 steps of a colour, which browsers round differently. */
export function changedLooks(before: readonly string[], now: readonly string[]): string[] {
  const numbers = (line: string) => (line.match(/[\d.]+/g) ?? []).map(Number);
  const frame = (line = '') => line.replace(/[\d.]+/g, '#');
  return now.filter((line, index) => {
    const known = before[index] ?? '';
    const old = numbers(known);
    return (
      frame(line) !== frame(known) ||
      numbers(line).some((each, place) => Math.abs(each - (old[place] ?? 0)) > 1)
    );
  });
}

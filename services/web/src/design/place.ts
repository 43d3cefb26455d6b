const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * Places a box above its anchor, or below it where there is no room; always within the window. Their middles are in line, or
 * their starts.
 */
export function place(
  box: HTMLElement,
  { top, bottom, left, width }: DOMRect,
  align: 'middle' | 'start' = 'middle',
): void {
  const { offsetWidth, offsetHeight } = box;
  const above = top - GAP_PX - offsetHeight;
  const y = above >= EDGE_PX ? above : Math.min(bottom + GAP_PX, innerHeight - EDGE_PX - offsetHeight);
  const start = align === 'start' ? left : left + width / 2 - offsetWidth / 2;
  const x = Math.min(start, innerWidth - EDGE_PX - offsetWidth);
  box.style.top = `${Math.max(EDGE_PX, y)}px`;
  box.style.left = `${Math.max(EDGE_PX, x)}px`;
}

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
  const start = align === 'start' ? left : left + width / 2 - offsetWidth / 2;
  putAt(box, start, above >= EDGE_PX ? above : bottom + GAP_PX);
}

/** Places a box where the pointer is: from there to the right and down, or up where there is no room. */
export function placeAtPointer(box: HTMLElement, { x, y }: { x: number; y: number }): void {
  const up = y - box.offsetHeight;
  putAt(box, x, y > innerHeight - EDGE_PX - box.offsetHeight && up >= EDGE_PX ? up : y);
}

/** Within the window. */
function putAt(box: HTMLElement, left: number, top: number): void {
  const within = (start: number, length: number, room: number) =>
    `${Math.max(EDGE_PX, Math.min(start, room - EDGE_PX - length))}px`;
  box.style.left = within(left, box.offsetWidth, innerWidth);
  box.style.top = within(top, box.offsetHeight, innerHeight);
}

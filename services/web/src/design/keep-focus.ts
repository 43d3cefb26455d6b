/** An element with its neighbours, as they were when it had the focus; then what it stood in, up to the body. */
type Place = readonly { element: Element; next: Element | null; previous: Element | null }[];

const FOCUSABLE = [
  'a[href]',
  ...['button', 'input', 'select', 'textarea'].map((field) => `${field}:not(:disabled)`),
  '[tabindex]:not(dialog)',
].join();

/**
 * Keeps the focus where the reader is. If the focused element vanishes, or is hidden while a page loads, a browser
 * focuses the body, and the keyboard begins at the top of the page: here the focus goes to what was nearest.
 */
export function keepFocus(): void {
  let place: Place = [];
  document.addEventListener('focusin', ({ target }) => {
    place = placeOf(target as Element);
  });
  document.addEventListener('focusout', ({ target }) =>
    // It is not kept where the reader has left it by a press elsewhere. What vanishes is gone after this task.
    queueMicrotask(() => {
      if (!isLost() || !(target as Element).isConnected) return;
      if (isSeen(target as Element)) place = [];
      // A dialog that closes gives the focus back itself.
      else requestAnimationFrame(() => isLost() && refocus(place));
    }),
  );
  new MutationObserver(() => {
    if (place[0]?.element.isConnected === false && isLost()) refocus(place);
  }).observe(document.body, { childList: true, subtree: true });
}

const isLost = () => document.activeElement === document.body;

const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });

const refocus = (place: Place) => nearest(place)?.focus({ preventScroll: true });

function placeOf(element: Element): Place {
  const place = [];
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
    place.push({ element: at, next: at.nextElementSibling, previous: at.previousElementSibling });
  return place;
}

function nearest(place: Place): HTMLElement | undefined {
  for (const { element, next, previous } of place) {
    const found = focusableIn(element)[0] ?? focusableIn(next)[0] ?? focusableIn(previous).at(-1);
    if (found) return found;
  }
  return undefined;
}

function focusableIn(element: Element | null): HTMLElement[] {
  if (!element?.isConnected) return [];
  const all = [element, ...element.querySelectorAll(FOCUSABLE)];
  return all.filter(
    (each): each is HTMLElement => each instanceof HTMLElement && each.matches(FOCUSABLE) && isSeen(each),
  );
}

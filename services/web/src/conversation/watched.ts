/** Whether the page is visible and focused: the best sign that the user looks at it. */
export function isWatched(): boolean {
  return !document.hidden && document.hasFocus();
}

/** Notifies when the page becomes visible or focused. */
export function onWatched(listener: () => void): () => void {
  addEventListener('focus', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    removeEventListener('focus', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

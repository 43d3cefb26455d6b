/** Whether somebody looks at this page, as far as a browser can know. */
export function isWatched(): boolean {
  return !document.hidden && document.hasFocus();
}

/** Tells when somebody begins to look. */
export function onWatched(listener: () => void): () => void {
  addEventListener('focus', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    removeEventListener('focus', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

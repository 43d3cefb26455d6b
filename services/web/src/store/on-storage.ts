/** Tells of what other tabs change in the browser's storage; `key` is null when they have cleared all of it. */
export function onStorage(listener: (key: string | null, text: string | null) => void): () => void {
  const heard = ({ key, newValue }: StorageEvent) => listener(key, newValue);
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

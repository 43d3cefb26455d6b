/** Notifies of changes to the browser's storage by other tabs; `key` is null after a `clear()`. */
export function onStorage(listener: (key: string | null, text: string | null) => void): () => void {
  const heard = ({ key, newValue }: StorageEvent) => listener(key, newValue);
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

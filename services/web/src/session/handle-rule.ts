/** The first rule of the contract's `Handle` that a handle breaks; undefined if it is valid. */
export function handleFault(handle: string): string | undefined {
  if (/^[a-z0-9_]{3,30}$/.test(handle)) return undefined;
  if (handle.length < 3) return 'A handle has at least 3 characters.';
  if (handle.length > 30) return 'A handle has at most 30 characters.';
  return 'A handle may only have a to z, 0 to 9 and _.';
}

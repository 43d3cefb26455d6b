/**
 * A new idempotency key for a message: a UUIDv7 (RFC 9562). The API orders the message by the time in it.
 *
 * @param now milliseconds since 1970 by the API's clock.
 * @param seen cursor or `created_at` of the newest message that the sender has seen; the new one sorts after it.
 */
export function createMessageKey(now: number, seen?: string): string {
  const time = Math.max(now, seen ? Date.parse(seen.slice(0, 24)) + 1 : 0);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(time / 2 ** (8 * (5 - index)));
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

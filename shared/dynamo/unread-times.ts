/**
 * Packs the times of a member's unread messages so small that a row with a hundred of them still costs one write unit.
 * Delta encoding, newest first: milliseconds since 1970, then the difference to each next one, as LEB128 varints.
 */
export function packTimes(times: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  times.forEach((time, index) => {
    let left = index === 0 ? time : (times[index - 1] as number) - time;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
    bytes.push(left);
  });
  return Uint8Array.from(bytes);
}

/** The times that {@link packTimes} packed. */
export function unpackTimes(bytes: Uint8Array): number[] {
  const times: number[] = [];
  let number = 0;
  let scale = 1;
  for (const byte of bytes) {
    number += (byte % 0x80) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    times.push(times.length === 0 ? number : (times.at(-1) as number) - number);
    number = 0;
    scale = 1;
  }
  return times;
}

/** In a small function, a larger burst of calls takes longer than the timeout of one. */
const AT_ONCE = 10;

/** Does the same for many things, a few at a time. */
export async function inChunks<Thing>(
  things: readonly Thing[],
  work: (thing: Thing) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < things.length; start += AT_ONCE) {
    await Promise.all(things.slice(start, start + AT_ONCE).map(work));
  }
}

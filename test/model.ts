/**
 * A model of the promised API, without stores, faults or time: the users' actions and the answers. Everything readable
 * in the end must follow from it.
 */
export class Model {
  readonly #sends = new Map<string, Send>();
  readonly #markers = new Map<string, Marker>();
  readonly #names = new Map<number, Set<string>>();

  /** A send begins; a repetition under the same key is the same send. */
  sending(id: string, from: number, to: number): void {
    const send = this.#sends.get(id) ?? { from, to, uuids: new Set(), tries: 0, refused: false };
    this.#sends.set(id, { ...send, tries: send.tries + 1 });
  }

  /** @returns the problems of the answer. */
  sent(id: string, uuid: string): string[] {
    const send = this.#sends.get(id) as Send;
    send.uuids.add(uuid);
    return send.uuids.size > 1 ? [`${id} was answered with two messages`] : [];
  }

  refused(id: string): void {
    (this.#sends.get(id) as Send).refused = true;
  }

  marking(user: number, other: number, cursor: string): void {
    this.#markerOf(user, other).asked.add(cursor);
  }

  marked(user: number, other: number, cursor: string): void {
    const marker = this.#markerOf(user, other);
    if (cursor > marker.least) marker.least = cursor;
  }

  /** An answered rename without a concurrent one leaves one name; otherwise several names are possible. */
  renaming(user: number, name: string): void {
    this.#namesOf(user).add(name);
  }

  renamed(user: number, name: string): void {
    this.#names.set(user, new Set([name]));
  }

  /** Checks the messages that two people can read, each once: by its id, which is its text. */
  checkMessages(one: number, other: number, listed: readonly { uuid: string; message: string }[]): string[] {
    const problems: string[] = [];
    const between = [...this.#sends].filter(
      ([, { from, to }]) => (from === one && to === other) || (from === other && to === one),
    );
    for (const [id, { uuids, tries, refused }] of between) {
      const found = listed.filter(({ message }) => message === id);
      if (found.length > 1) problems.push(`${id} is there ${found.length} times`);
      if (uuids.size > 0 && found.length === 0) problems.push(`${id} was acknowledged and is lost`);
      if (uuids.size > 0 && found[0] && !uuids.has(found[0].uuid)) problems.push(`${id} is another message`);
      if (refused && tries === 1 && found.length > 0) problems.push(`${id} was refused and is there`);
    }
    const known = new Set(between.map(([id]) => id));
    for (const { message } of listed) if (!known.has(message)) problems.push(`nobody sent ${message} here`);
    return problems;
  }

  checkMarker(user: number, other: number, read_to: string | undefined): string[] {
    const { least, asked } = this.#markerOf(user, other);
    if ((read_to ?? '') < least) return [`the marker of ${user} went back`];
    return read_to === undefined || asked.has(read_to) ? [] : [`nobody put the marker of ${user} there`];
  }

  checkName(user: number, name: string): string[] {
    return this.#namesOf(user).has(name) ? [] : [`${user} is called ${name}, which was overwritten`];
  }

  /** Whether two people must have a group. */
  haveTalked(one: number, other: number): boolean {
    return [...this.#sends.values()].some(
      ({ from, to, uuids }) =>
        uuids.size > 0 && ((from === one && to === other) || (from === other && to === one)),
    );
  }

  #markerOf(user: number, other: number): Marker {
    const key = `${user} ${other}`;
    const marker = this.#markers.get(key) ?? { least: '', asked: new Set() };
    this.#markers.set(key, marker);
    return marker;
  }

  #namesOf(user: number): Set<string> {
    const names = this.#names.get(user) ?? new Set([`user ${user}`]);
    this.#names.set(user, names);
    return names;
  }
}

interface Send {
  from: number;
  to: number;
  /** The uuids of the message in the answers. */
  uuids: Set<string>;
  tries: number;
  /** A refusal is not stored: the same send may be accepted once the group exists. */
  refused: boolean;
}

interface Marker {
  /** The furthest acknowledged marker. */
  least: string;
  asked: Set<string>;
}

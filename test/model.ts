/**
 * A model of the promised API, without stores, faults or time: the users' actions and the answers. Everything readable
 * in the end must follow from it.
 */
export class Model {
  readonly #sends = new Map<string, Send>();
  readonly #markers = new Map<string, Marker>();
  readonly #names = new Map<number, Set<string>>();
  /** Whether a reaction is there, or a message is hidden from somebody: each value that is possible now. */
  readonly #flags = new Map<string, Set<boolean>>();

  /** Whether somebody blocks another one: each value that is possible now, and how often it was asked for. */
  readonly #blocks = new Map<string, { possible: Set<boolean>; asked: number }>();
  /** The settings that somebody's row of a conversation may have now. */
  readonly #settings = new Map<string, Set<string>>();

  /** A send begins; a repetition under the same key is the same send. */
  sending(id: string, from: number, to: number): void {
    const send = this.#sends.get(id) ?? {
      from,
      to,
      uuids: new Set(),
      tries: 0,
      refused: false,
      texts: new Set([id]),
      isDeleted: false,
    };
    this.#sends.set(id, { ...send, tries: send.tries + 1 });
  }

  /** @returns the problems of the answer. */
  sent(id: string, uuid: string): string[] {
    const send = this.#sends.get(id) as Send;
    send.uuids.add(uuid);
    return send.uuids.size > 1 ? [`${id} was answered with two messages`] : [];
  }

  /** A change of a message's text begins; '' is its deletion. */
  changing(id: string, text: string): void {
    const send = this.#sends.get(id) as Send;
    if (!send.isDeleted) send.texts.add(text);
  }

  /** An answered edit leaves some later text than the first; an answered deletion leaves none, for ever. */
  changed(id: string, text: string): void {
    const send = this.#sends.get(id) as Send;
    send.texts.delete(id);
    if (text !== '') return;
    send.texts = new Set(['']);
    send.isDeleted = true;
  }

  /** An edit was refused, so its text is nowhere. */
  unchanged(id: string, text: string): void {
    (this.#sends.get(id) as Send).texts.delete(text);
  }

  /** An edit may be refused after ten, and once the message may have been deleted. */
  mayRefuseEdit(id: string, [code]: readonly string[]): boolean {
    const { texts } = this.#sends.get(id) as Send;
    return code === 'message_deleted' ? texts.has('') : code === 'too_many_edits';
  }

  /** A reaction, its removal or a hiding begins. */
  flagging(flag: string, value: boolean): void {
    this.#flags.set(flag, new Set([...this.#flagOf(flag), value]));
  }

  /** It was answered, and nobody asked for the opposite meanwhile. */
  flagged(flag: string, value: boolean): void {
    this.#flags.set(flag, new Set([value]));
  }

  /** What is deleted, or hidden from somebody, takes no reaction of theirs. */
  mayRefuseReaction(id: string, user: number, [code]: readonly string[]): boolean {
    if (code === 'message_deleted') return (this.#sends.get(id) as Send).texts.has('');
    return code === 'message_not_found' && this.#flagOf(hidingOf(id, user)).has(true);
  }

  refused(id: string): void {
    (this.#sends.get(id) as Send).refused = true;
  }

  /** Somebody blocks another one, or ends it. */
  blocking(blocker: number, blocked: number, isOn: boolean): void {
    const { possible, asked } = this.#blockOf(blocker, blocked);
    this.#blocks.set(`${blocker} ${blocked}`, { possible: new Set([...possible, isOn]), asked: asked + 1 });
  }

  /** It was answered, and nobody asked for the opposite meanwhile. */
  blocked(blocker: number, blocked: number, isOn: boolean): void {
    const { asked } = this.#blockOf(blocker, blocked);
    this.#blocks.set(`${blocker} ${blocked}`, { possible: new Set([isOn]), asked });
  }

  /**
   * Called when a request to the other side begins. What it returns tells, once that is answered, whether the blocks between the two let it
   * pass: `maybe` if one of them changed meanwhile.
   */
  lookAtBlocks(one: number, other: number): () => 'yes' | 'no' | 'maybe' {
    const both = () => [this.#blockOf(one, other), this.#blockOf(other, one)];
    const before = both();
    return () => {
      const isSame = both().every(({ asked }, index) => asked === before[index]?.asked);
      if (!isSame) return 'maybe';
      if (before.some(({ possible }) => !possible.has(false))) return 'no';
      return before.some(({ possible }) => possible.has(true)) ? 'maybe' : 'yes';
    };
  }

  /** Somebody changes the settings of their own row. */
  setting(user: number, other: number, settings: string): void {
    this.#settings.set(`${user} ${other}`, new Set([...this.#settingsOf(user, other), settings]));
  }

  set(user: number, other: number, settings: string): void {
    this.#settings.set(`${user} ${other}`, new Set([settings]));
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

  /** Checks the messages that two people can read, each once: by its uuid if it was acknowledged, or by its first text. */
  checkMessages(one: number, other: number, listed: readonly Listed[]): string[] {
    const problems: string[] = [];
    const between = [...this.#sends].filter(
      ([, { from, to }]) => (from === one && to === other) || (from === other && to === one),
    );
    const known = new Set<object>();
    for (const [id, { uuids, tries, refused, texts }] of between) {
      const found = listed.filter(({ uuid, message }) => uuids.has(uuid) || message === id);
      for (const one of found) {
        known.add(one);
        if (!texts.has(one.message)) problems.push(`${id} reads ${one.message}`);
      }
      const hidden = this.#flagOf(hidingOf(id, one));
      if (found.length > 0 && !hidden.has(false)) problems.push(`${id} is hidden and is there`);
      for (const shown of found) problems.push(...this.#checkReactions(id, [one, other], shown));
      if (found.length > 1) problems.push(`${id} is there ${found.length} times`);
      if (uuids.size > 0 && found.length === 0 && !hidden.has(true))
        problems.push(`${id} was acknowledged and is lost`);
      if (uuids.size > 0 && found[0] && !uuids.has(found[0].uuid)) problems.push(`${id} is another message`);
      if (refused && tries === 1 && found.length > 0) problems.push(`${id} was refused and is there`);
    }
    for (const one of listed) if (!known.has(one)) problems.push(`nobody sent ${one.message} here`);
    return problems;
  }

  #checkReactions(id: string, users: number[], { message, reactions }: Listed): string[] {
    if (message === '') return reactions.length > 0 ? [`${id} is deleted and has reactions`] : [];
    return users.flatMap((user) =>
      EMOJI.flatMap((emoji) => {
        const isThere = reactions.some((one) => one.user === user && one.emoji === emoji);
        const flag = reactionOf(id, user, emoji);
        return this.#flagOf(flag).has(isThere) ? [] : [`${flag} is ${isThere ? '' : 'not '}there`];
      }),
    );
  }

  /** What was refused at its only try is in no item. */
  checkRefused(stored: readonly string[]): string[] {
    const texts = new Set(stored);
    return [...this.#sends].flatMap(([id, { refused, tries }]) =>
      refused && tries === 1 && texts.has(id) ? [`${id} was refused and is stored`] : [],
    );
  }

  /** Nobody's settings change anybody else's row. */
  checkSettings(user: number, other: number, settings: string): string[] {
    return this.#settingsOf(user, other).has(settings)
      ? []
      : [`the settings of ${user} with ${other} are ${settings}, which ${user} did not ask for`];
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

  #flagOf = (flag: string): Set<boolean> => this.#flags.get(flag) ?? new Set([false]);

  #blockOf = (blocker: number, blocked: number) =>
    this.#blocks.get(`${blocker} ${blocked}`) ?? { possible: new Set([false]), asked: 0 };

  #settingsOf = (user: number, other: number): Set<string> =>
    this.#settings.get(`${user} ${other}`) ?? new Set([settingsOf({ isArchived: false, muted_until: null })]);

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

/** The reactions of the histories. */
export const EMOJI = ['👍', '🎉'] as const;

export const reactionOf = (id: string, user: number, emoji: string) => `${emoji} of ${user} on ${id}`;
export const hidingOf = (id: string, user: number) => `${id} hidden from ${user}`;

/** The settings of a row, to compare. */
export const settingsOf = ({
  isArchived,
  muted_until,
}: {
  isArchived: boolean;
  muted_until: string | null;
}) => `${isArchived ? 'archived' : 'not archived'}, muted until ${muted_until ?? 'never'}`;

/** A message as somebody reads it. */
export interface Listed {
  uuid: string;
  message: string;
  reactions: { user: number; emoji: string }[];
}

interface Send {
  from: number;
  to: number;
  /** The uuids of the message in the answers. */
  uuids: Set<string>;
  tries: number;
  /** What it may read now; '' if it may be deleted. */
  texts: Set<string>;
  /** Its deletion was acknowledged. */
  isDeleted: boolean;
  /** A refusal is not stored: the same send may be accepted once the group exists. */
  refused: boolean;
}

interface Marker {
  /** The furthest acknowledged marker. */
  least: string;
  asked: Set<string>;
}

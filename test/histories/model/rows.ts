import type { ListName } from '../../../shared/contract/message-groups.ts';
import type { Access } from './access.ts';
import { Possible } from './possible.ts';
import type { Requests } from './requests.ts';

/** What members have set in their own rows: list, mute, read marker, and up to where they have deleted the conversation. */
export class Rows {
  readonly #access: Access;
  readonly #requests: Requests;
  readonly #lists = new Possible<ListName>('inbox');
  readonly #mutes = new Possible<string | null>(null);
  /** Whose list was set and answered: a request that they have moved does not come back. */
  readonly #moved = new Set<string>();
  readonly #markers = new Map<string, Marker>();
  readonly #cleared = new Map<string, string>();

  constructor(access: Access, requests: Requests) {
    this.#access = access;
    this.#requests = requests;
  }

  setting(user: number, other: number, { list, muted_until }: Settings): void {
    this.#lists.asking(`${user} ${other}`, list);
    this.#mutes.asking(`${user} ${other}`, muted_until);
    if (list === 'inbox') this.#requests.accepting(other, user);
  }

  /** @param isAlone nobody else changed the same settings meanwhile. */
  set(user: number, other: number, { list, muted_until }: Settings, isAlone: boolean): void {
    const key = `${user} ${other}`;
    this.#moved.add(key);
    if (list === 'inbox') this.#requests.accepted(other, user);
    if (!isAlone) return;
    this.#lists.answered(key, list);
    this.#mutes.answered(key, muted_until);
  }

  /** The conversation was deleted for somebody, up to a cursor: it is read up to there, too. */
  cleared(user: number, other: number, cursor: string): void {
    if (cursor > this.clearedTo(user, other)) this.#cleared.set(`${user} ${other}`, cursor);
    this.marking(user, other, cursor);
    this.marked(user, other, cursor);
  }

  clearedTo(user: number, other: number): string {
    return this.#cleared.get(`${user} ${other}`) ?? '';
  }

  marking(user: number, other: number, cursor: string): void {
    this.#markerOf(user, other).asked.add(cursor);
  }

  marked(user: number, other: number, cursor: string): void {
    const marker = this.#markerOf(user, other);
    if (cursor > marker.least) marker.least = cursor;
  }

  /** Nobody's settings change anybody else's row. */
  check(user: number, other: number, found: FoundRow): string[] {
    const { list, muted_until = null, read_to, cleared_to = '' } = found;
    const name = `the row of ${user} with ${other}`;
    const problems: string[] = [];
    if (!this.#mayBeIn(user, other, found))
      problems.push(`${name} is in ${list}, which ${user} did not ask for`);
    if (!this.#mutes.values(`${user} ${other}`).has(muted_until))
      problems.push(`${name} is muted until ${muted_until}`);
    if (cleared_to !== this.clearedTo(user, other)) problems.push(`${name} is deleted up to "${cleared_to}"`);
    const { least, asked } = this.#markerOf(user, other);
    if ((read_to ?? '') < least) problems.push(`the marker of ${user} went back`);
    if (read_to !== undefined && !asked.has(read_to)) problems.push(`nobody put the marker of ${user} there`);
    return problems;
  }

  /** A request is in a list of its own; a block archives it, and an answer takes it into the inbox. */
  #mayBeIn(user: number, other: number, { list, request }: FoundRow): boolean {
    const key = `${user} ${other}`;
    if (list === 'requests') return request === 'received' && !this.#moved.has(key);
    if (this.#lists.values(key).has(list)) return true;
    if (!this.#requests.mayBe(other, user)) return false;
    return list === 'archived'
      ? this.#access.mayHaveBlocked(user, other)
      : this.#requests.mayBeAnswered(other, user);
  }

  #markerOf(user: number, other: number): Marker {
    const key = `${user} ${other}`;
    const marker = this.#markers.get(key) ?? { least: '', asked: new Set() };
    this.#markers.set(key, marker);
    return marker;
  }
}

/** What a member asks for. */
export interface Settings {
  list: 'inbox' | 'archived';
  muted_until: string | null;
}

/** A row as it is stored. */
export interface FoundRow {
  list: ListName;
  request?: string | undefined;
  muted_until?: string | undefined;
  read_to?: string | undefined;
  cleared_to?: string | undefined;
}

interface Marker {
  /** The furthest acknowledged marker. */
  least: string;
  asked: Set<string>;
}

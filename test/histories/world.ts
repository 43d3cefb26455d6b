import type { DynamoDBRecord } from 'aws-lambda';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import type { Person } from '../accounts.ts';
import type { Answer } from '../call.ts';
import { type Asked, untilAnswered } from '../client.ts';
import type { Plan } from '../faults.ts';
import { Schedule } from '../faults.ts';
import type { Named } from '../messages.ts';
import { Model } from './model/model.ts';
import type { SearchStream } from './search-stream.ts';

/** The people of one history, what they know, and what went wrong. */
export class World {
  readonly people: readonly Person[];
  readonly model = new Model();
  /** The schedules of all actions, which may hold calls back. */
  readonly schedules: Schedule[] = [];
  readonly keyed: (Sending & { key: string })[] = [];
  /** The newest acknowledged message between two people, by group. */
  readonly seen = new Map<string, string>();
  readonly acknowledged: Acknowledged[] = [];
  /** Unanswered sends without a key. */
  readonly unanswered: Pair[] = [];
  readonly problems: string[] = [];
  /** Where the records for the search come from, and those that the index was given. */
  readonly stream: SearchStream;
  readonly indexed = new Set<DynamoDBRecord>();
  #count = 0;

  constructor(people: readonly Person[], stream: SearchStream) {
    this.people = people;
    this.stream = stream;
  }

  schedule(plan: Plan = {}): Schedule {
    const schedule = new Schedule(plan);
    this.schedules.push(schedule);
    return schedule;
  }

  person(user: number): Person {
    return this.people[user] as Person;
  }

  groupOf(one: number, other: number): string {
    return messageGroupUuid(this.person(one).uuid, this.person(other).uuid);
  }

  /** A number that no other text or name has. */
  next(): number {
    return this.#count++;
  }

  /** Who acts, and on whom. */
  pairOf({ who, to, about, bySender }: Pair & { about?: number | null; bySender?: boolean }): Pair {
    const earlier =
      typeof about === 'number' ? this.acknowledged[about % this.acknowledged.length] : undefined;
    if (!earlier) return { who, to };
    return bySender ? { who: earlier.who, to: earlier.to } : { who: earlier.to, to: earlier.who };
  }

  /**
   * Asks until there is an answer.
   *
   * @param people who has to be there for it: once one of them may have left, a refusal that says so is `gone`.
   */
  async ask<Body>(
    schedule: Schedule,
    people: number[],
    ask: () => Promise<Answer<Body>>,
  ): Promise<Asked<Body> | 'gone'> {
    const answer = await untilAnswered(schedule, ask);
    return answer !== 'no answer' && this.isGone(answer, people) ? 'gone' : answer;
  }

  isGone({ errors: [code = ''] }: Answer<unknown>, people: number[]): boolean {
    return refusalsOfGone.includes(code) && this.model.leaving.mayBeGone(...people);
  }
}

/** Every two people of a history. */
export const pairs = [0, 1, 2, 3].flatMap((one) =>
  [0, 1, 2, 3].filter((other) => other > one).map((other) => [one, other] as const),
);

/** What who leaves is told, and who asks for them. */
const refusalsOfGone = [
  'account_disabled',
  'message_group_not_found',
  'user_not_found',
  'user_receiver_not_found',
  'not_accepting_messages',
];

export interface Pair {
  who: number;
  to: number;
}

export interface Sending extends Pair {
  id: string;
  byHandle: boolean;
  key: string | undefined;
  clock: readonly number[];
}

export interface Acknowledged extends Pair {
  id: string;
  name: Named;
}

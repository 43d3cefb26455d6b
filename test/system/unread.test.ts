import type { DynamoDBRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { v7 } from 'uuid';
import { checkItems } from '../../cli/repair/check-items.ts';
import { handler as project } from '../../services/stream/project.ts';
import { UNREAD_COUNT_MAX } from '../../shared/contract/message-groups.ts';
import { putIfAbsent } from '../../shared/dynamo/condition.ts';
import {
  messageCursor,
  messageGroupsOf,
  messageGroupUuid,
  messagesOf,
  timeOfCursor,
} from '../../shared/dynamo/keys.ts';
import { changeMessage, getMessageEvenHidden } from '../../shared/dynamo/message-changes.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { newMessage } from '../../shared/dynamo/messages.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { createExtra, type Person } from '../accounts.ts';
import { storeText } from '../conversations.ts';
import { itemsOf } from '../table.ts';

/**
 * A row stores which messages are unread, and learns of changes from records that arrive late, twice, in any order and
 * concurrently. Once every record has arrived, the row must equal a count of all messages.
 */

const who = fc.constantFrom(0, 1);
/** Few different times, so that many messages share a millisecond; some are older than a send can be. */
const ago = fc.constantFrom(0, 1, 9, 14_000, 16_000, 20_000);
const Step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), who, ago }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('project' as const),
      which: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
      isRepeated: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      who,
      which: fc.nat(30),
      // At the message itself, before it or behind it.
      uuid: fc.constantFrom(undefined, '0'.repeat(8), 'f'.repeat(8)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(130) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), which: fc.nat(130) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const), who, which: fc.nat(130) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never;

interface Sent {
  cursor: string;
  sender: Person;
  record: DynamoDBRecord;
  isDeleted?: boolean;
  hiddenFrom: Set<Person>;
}

class World {
  readonly #people: Person[];
  readonly #group: string;
  readonly #sent: Sent[] = [];
  readonly #changes: DynamoDBRecord[] = [];
  #pending: DynamoDBRecord[] = [];
  readonly #start = Date.now();

  constructor(people: Person[], group: string, first: Sent) {
    this.#people = people;
    this.#group = group;
    this.#keep(first);
  }

  static async create(unread: number): Promise<World> {
    const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
    const before = Date.now() - 3_600_000;
    const cursor = await storeText(ann, ben, 'first', before);
    const world = new World([ann, ben], groupOf(ann, ben), {
      cursor,
      sender: ann,
      record: recordOf(ann, ben, cursor),
      hiddenFrom: new Set(),
    });
    for (let n = 0; n < unread; n++) await world.#send(ann, before + n);
    await world.#project([0], true);
    if (unread > 0) await world.settle();
    return world;
  }

  async act(step: Step): Promise<void> {
    if (step.kind === 'send') return this.#send(this.#person(step.who), this.#start - step.ago);
    if (step.kind === 'project') return this.#project(step.which, step.isRepeated);
    const sent = this.#sent[step.which % this.#sent.length] as Sent;
    if (step.kind === 'delete') return this.#delete(sent);
    if (step.kind === 'edit') return this.#edit(sent);
    if (step.kind === 'hide') return this.#hide(sent, this.#person(step.who));
    const { cursor } = sent;
    const end = step.uuid ? `${step.uuid}${cursor.slice(33)}` : cursor.slice(25);
    await markRead(this.#person(step.who).uuid, this.#group, `${timeOfCursor(cursor)}#${end}`);
  }

  /** Delivers the remaining records, last first. */
  async settle(): Promise<void> {
    while (this.#pending.length > 0) await this.#project([this.#pending.length - 1], false);
  }

  async problems(): Promise<string[]> {
    const items = await Promise.all(this.#people.map(({ uuid }) => itemsOf(messageGroupsOf(uuid))));
    const violations = await checkItems(items.flat());
    const found = await Promise.all(this.#people.map((person) => this.#problemsOf(person)));
    return [...violations.map(({ problem }) => problem), ...found.flat()];
  }

  async #problemsOf(person: Person): Promise<string[]> {
    const row = await getRow(person.uuid, this.#group, { consistent: true });
    const readTo = row?.read_to ?? '';
    const unread = this.#sent.filter(
      ({ cursor, sender, isDeleted, hiddenFrom }) =>
        sender !== person && !isDeleted && !hiddenFrom.has(person) && cursor > readTo,
    );
    const newest = this.#sent
      .map(({ cursor }) => timeOfCursor(cursor))
      .toSorted()
      .at(-1);
    const count = Math.min(unread.length, UNREAD_COUNT_MAX);
    const isSince = (row?.unread_since !== undefined) === unread.length > 0;
    return [
      ...(readTo === '' || this.#sent.some(({ cursor }) => cursor === readTo)
        ? []
        : ['the marker is at no message']),
      ...(row?.unread_count === count ? [] : [`${row?.unread_count} unread, not ${count}`]),
      ...(row?.last_message_at === newest ? [] : ['another message is the newest']),
      ...(isSince ? [] : [`${count} unread since ${row?.unread_since}`]),
    ];
  }

  async #send(sender: Person, time: number): Promise<void> {
    const other = this.#people.find((person) => person !== sender) as Person;
    const created_at = new Date(time).toISOString();
    const message_uuid = v7({ msecs: time });
    const cursor = messageCursor(created_at, message_uuid);
    const put = newMessage({
      ...{ message_group_uuid: this.#group, message_uuid, message: 'text', created_at },
      ...{ user_uuid: sender.uuid, user_display_name: sender.display_name, user_handle: sender.handle },
      member_uuids: [sender.uuid, other.uuid],
    });
    await putIfAbsent(put);
    this.#keep({ cursor, sender, record: recordOf(sender, other, cursor), hiddenFrom: new Set() });
  }

  async #delete(sent: Sent): Promise<void> {
    // An acknowledged deletion is marked before, since a check never runs while it is under way.
    sent.isDeleted = true;
    await changeMessage(
      sent.sender.uuid,
      this.#nameOf(sent),
      ({ deleted_at }, now) => (deleted_at ? undefined : { set: { message: '', deleted_at: now } }),
      getMessageEvenHidden,
    );
    this.#changed(sent, { deleted_at: { S: new Date().toISOString() } });
  }

  async #hide(sent: Sent, person: Person): Promise<void> {
    sent.hiddenFrom.add(person);
    await changeMessage(
      person.uuid,
      this.#nameOf(sent),
      ({ hidden_from = [] }) => ({
        set: { hidden_from: new Set([...hidden_from, person.uuid]) },
      }),
      getMessageEvenHidden,
    );
    this.#changed(sent, { hidden_from: { SS: [person.uuid] } });
  }

  async #edit(sent: Sent): Promise<void> {
    await changeMessage(
      sent.sender.uuid,
      this.#nameOf(sent),
      ({ deleted_at }, now) =>
        deleted_at ? undefined : { set: { message: `edited ${now}`, edited_at: now } },
      getMessageEvenHidden,
    );
    this.#changed(sent, {});
  }

  #nameOf({ cursor }: Sent) {
    return { message_group_uuid: this.#group, message_uuid: cursor.slice(25) };
  }

  /** The record of a change, among those to deliver and to repeat. */
  #changed({ record: { dynamodb } }: Sent, attributes: object): void {
    const NewImage = { ...dynamodb?.NewImage, ...attributes } as never;
    const SequenceNumber = `${this.#changes.length} ${dynamodb?.SequenceNumber}`;
    const record: DynamoDBRecord = {
      eventName: 'MODIFY',
      dynamodb: { ...dynamodb, SequenceNumber, NewImage },
    };
    this.#changes.push(record);
    this.#pending.push(record);
  }

  #keep(sent: Sent): void {
    this.#sent.push(sent);
    this.#pending.push(sent.record);
  }

  /** Delivers some pending records in one batch; processed ones may be repeated. */
  async #project(which: number[], isRepeated: boolean): Promise<void> {
    const processed = [...this.#sent.map(({ record }) => record), ...this.#changes];
    const from = isRepeated ? processed : this.#pending;
    const Records = [...new Set(which.map((n) => from[n % from.length]))].filter(
      (record) => record !== undefined,
    );
    const { batchItemFailures } = await project({ Records });
    if (batchItemFailures.length > 0) throw new Error('A batch failed.');
    this.#pending = this.#pending.filter((record) => !Records.includes(record));
  }

  #person(index: number): Person {
    return this.#people[index] as Person;
  }
}

const groupOf = (ann: Person, ben: Person) => messageGroupUuid(ann.uuid, ben.uuid);

function recordOf(sender: Person, other: Person, sk: string): DynamoDBRecord {
  return {
    dynamodb: {
      SequenceNumber: sk,
      Keys: { pk: { S: messagesOf(groupOf(sender, other)) }, sk: { S: sk } },
      NewImage: {
        user_uuid: { S: sender.uuid },
        member_uuids: { L: [{ S: sender.uuid }, { S: other.uuid }] },
      },
    },
  };
}

const runs = Number(process.env.CRUDDUR_HISTORIES ?? 0);

test.each([
  ['few unread messages', 0, runs || 60],
  ['nearly a hundred unread messages', 95, runs || 6],
])(
  'with %s the row agrees with the messages',
  async (_, unread, numRuns) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(Step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        async (steps) => {
          const world = await World.create(unread);
          for (const atOnce of steps) await Promise.all(atOnce.map((step) => world.act(step)));
          await world.settle();
          expect(await world.problems()).toEqual([]);
        },
      ),
      { numRuns },
    );
  },
  600_000,
);

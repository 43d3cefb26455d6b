import * as fc from 'fast-check';
import { handler as listChanges } from '../../services/messaging/list-changes.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import type { Message } from '../../shared/contract/messages.ts';
import type { Person } from '../accounts.ts';
import { call } from '../call.ts';
import { createConversation } from '../conversations.ts';
import { edit, hide, nameOf, react, remove, sendTo, unreact } from '../messages.ts';

/**
 * A client that holds a conversation, misses every frame or takes some, and then catches up once, with new messages and
 * with changes, shows what a fresh load shows.
 */

const OVERLAP_MS = 15_000;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

const before = (instant: string) => new Date(Date.parse(instant) - OVERLAP_MS).toISOString();

const Act = fc.record({
  kind: fc.constantFrom('send', 'reply', 'edit', 'delete', 'hide', 'react', 'unreact'),
  who: fc.nat(1),
  which: fc.nat(9),
  /** Whether the client takes the frame of this change. */
  isTold: fc.boolean(),
});
type Act = typeof Act extends fc.Arbitrary<infer A> ? A : never;

type State = ReadonlyMap<string, Message>;

const take = (state: State, messages: readonly Message[]): State => {
  const next = new Map(state);
  for (const message of messages) {
    const held = next.get(message.uuid);
    if (!held || (message.revision ?? 0) >= (held.revision ?? 0)) next.set(message.uuid, message);
  }
  return next;
};

/** Messages that the client does not hold are passed over. */
const takeChanges = (state: State, changes: readonly Message[]): State =>
  take(
    state,
    changes.filter(({ uuid }) => state.has(uuid)),
  );

/** What is on the screen: quotes are those of held messages, in their present text. */
const shown = (state: State) =>
  [...state.values()]
    .filter(({ hidden }) => !hidden)
    .sort((a, b) => (a.cursor < b.cursor ? -1 : 1))
    .map(({ reply_to, ...message }) => {
      const original = reply_to && state.get(reply_to.uuid);
      const isGone = original?.hidden || original?.deleted_at !== undefined;
      return {
        ...message,
        quoted: reply_to && (original ? (isGone ? '' : original.message) : reply_to.message),
      };
    });

async function everyPage(as: Person, message_group_uuid: string, after: string): Promise<Message[]> {
  const found: Message[] = [];
  let query: Record<string, string> | undefined = { limit: '3', after };
  while (query) {
    const page: Awaited<ReturnType<typeof listed>> = await listed(as, message_group_uuid, query);
    found.push(...page.body);
    query = page.next;
  }
  return found;
}
const listed = (as: Person, message_group_uuid: string, query: Record<string, string>) =>
  call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query });

async function everyChange(as: Person, message_group_uuid: string, since: string): Promise<Message[]> {
  const found: Message[] = [];
  let query: Record<string, string> | undefined = { limit: '3', since };
  while (query) {
    const page: Awaited<ReturnType<typeof changed>> = await changed(as, message_group_uuid, query);
    found.push(...page.body);
    query = page.next;
  }
  return found;
}
const changed = (as: Person, message_group_uuid: string, query: Record<string, string>) =>
  call(listChanges, 'listChanges', { as, params: { message_group_uuid }, query });

const emoji = ['👍', '🎉', '😀'];

async function act({ kind, who, which }: Act, people: Person[], group: string, names: string[]) {
  const as = people[who] as Person;
  const uuid = names[which % names.length] as string;
  const name = nameOf(group, `${' '.repeat(25)}${uuid}`);
  const message = `text ${names.length} ${which}`;
  if (kind === 'send' || kind === 'reply') {
    const sent = await sendTo(as, {
      message,
      message_group_uuid: group,
      ...(kind === 'reply' && { reply_to: uuid }),
    });
    if (sent.status === 200) names.push(sent.body.uuid);
  }
  if (kind === 'edit') await edit(as, name, message);
  if (kind === 'delete') await remove(as, name);
  if (kind === 'hide') await hide(as, name);
  if (kind === 'react') await react(as, name, emoji[which % 3] as string);
  if (kind === 'unreact') await unreact(as, name, emoji[which % 3] as string);
}

const runs = Number(process.env.CRUDDUR_HISTORIES ?? 0) || 25;

test('state and changes are a fresh reading, whichever frames were lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Act, { minLength: 1, maxLength: 14 }), async (acts) => {
      const { ann, ben, message_group_uuid: group, cursors } = await createConversation(['0', '1', '2', '3']);
      const names = cursors.map((cursor) => cursor.slice(25));
      const load = () => everyPage(ben, group, `2000-01-01T00:00:00.000Z#${FIRST_UUID}`);
      const loaded = await load();
      const completeTo = loaded.at(-1)?.created_at as string;
      let state = take(new Map(), loaded);
      for (const one of acts) {
        await act(one, [ann, ben], group, names);
        // A frame is the message as it is; the one for who hid it says so.
        if (one.isTold) state = takeChanges(state, await everyChange(ben, group, before(completeTo)));
      }
      const since = before(completeTo);
      state = take(state, await everyPage(ben, group, `${since}#${FIRST_UUID}`));
      state = takeChanges(state, await everyChange(ben, group, since));
      expect(shown(state)).toEqual(shown(take(new Map(), await load())));
    }),
    { numRuns: runs },
  );
}, 14_400_000);

import fc from 'fast-check';
import type { Message } from '../../../../shared/contract/messages.ts';
import {
  addNewer,
  addNewerPage,
  addOlderPage,
  applyChanges,
  catchUpCursor,
  caughtUp,
  changesSince,
  dropNewest,
  dropOldest,
  endsBefore,
  newestPage,
  quoteOf,
  WINDOW_SIZE,
  withoutCleared,
} from './timeline.ts';

const message = (second: number): Message => {
  const created_at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const uuid = `00000000-0000-4000-8000-${String(second).padStart(12, '0')}`;
  const person = { display_name: 'Bayko', handle: 'bayko', user_uuid: uuid };
  return { uuid, ...person, message: `text ${second}`, created_at, cursor: `${created_at}#${uuid}` };
};
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const seconds = (timeline: { messages: readonly Message[] }) =>
  timeline.messages.map(({ message: text }) => Number(text.slice(5)));

test('duplicate and out-of-order frames leave each message once and in order', () => {
  const held = newestPage(messages(1, 2), false);
  const after = [5, 3, 5, 4].reduce((timeline, second) => addNewer(timeline, [message(second)]), held);
  expect(seconds(after)).toEqual([1, 2, 3, 4, 5]);
});

test('a known message keeps the same array, so that nothing is rendered again', () => {
  const held = newestPage(messages(1, 3), false);
  expect(addNewer(held, [message(2)]).messages).toBe(held.messages);
});

test('catching up begins 15 s before the checkpoint, which frames do not move', () => {
  const held = addNewer(newestPage(messages(1, 20), false), [message(59)]);
  expect(catchUpCursor(held)).toBe('2026-01-01T00:00:05.000Z#00000000-0000-0000-0000-000000000000');
});

test('catching up finds a lost frame that a delivered one followed', () => {
  const withGap = addNewer(newestPage(messages(1, 20), false), [message(50)]);
  const found = messages(10, 50).filter(({ cursor }) => cursor > (catchUpCursor(withGap) ?? ''));
  const after = caughtUp(withGap, found);
  expect(seconds(after)).toEqual(seconds(newestPage(messages(1, 50), false)));
  expect(after.completeTo).toBe(message(50).created_at);
});

test('finding nothing new keeps the checkpoint', () => {
  const held = newestPage(messages(1, 20), false);
  expect(caughtUp(held, []).completeTo).toBe(held.completeTo);
});

test('an empty conversation has no cursor to catch up from', () => {
  expect(catchUpCursor(newestPage([], false))).toBeNull();
});

test('ignores messages older than the window: scrolling up loads them without a gap', () => {
  const held = newestPage(messages(30, 40), true);
  expect(addNewer(held, [message(5)]).messages).toBe(held.messages);
});

test('older and newer pages join without gaps or duplicates', () => {
  const held = addOlderPage(newestPage(messages(21, 40), true), messages(1, 21), false);
  expect(seconds(held)).toEqual(seconds({ messages: messages(1, 40) }));
  expect(held.hasOlder).toBe(false);
});

test('a window that was cut at its new end ignores frames until its pages are loaded again', () => {
  const cut = dropNewest(newestPage(messages(1, WINDOW_SIZE + 20), true));
  expect(cut.messages).toHaveLength(WINDOW_SIZE);
  expect(addNewer(cut, [message(WINDOW_SIZE + 21)])).toBe(cut);
  const whole = addNewerPage(cut, messages(WINDOW_SIZE + 1, WINDOW_SIZE + 21), false);
  expect(whole.hasNewer).toBe(false);
  expect(whole.messages).toHaveLength(WINDOW_SIZE + 21);
  expect(whole.completeTo).toBe(message(WINDOW_SIZE + 21).created_at);
});

test('a window is behind its row until it has the last message, but never if it was cut', () => {
  const held = newestPage(messages(1, 5), false);
  expect(endsBefore(held, message(6).created_at)).toBe(true);
  expect(endsBefore(held, message(5).created_at)).toBe(false);
  expect(endsBefore({ ...held, hasNewer: true }, message(6).created_at)).toBe(false);
});

test('the window never exceeds its size', () => {
  const old = dropOldest(newestPage(messages(1, WINDOW_SIZE + 5), false));
  expect([old.messages.length, old.hasOlder]).toEqual([WINDOW_SIZE, true]);
  expect(seconds(old)[0]).toBe(6);
});

test('of two versions of a message the later one stays, whichever comes first', () => {
  const [before, after] = [message(2), { ...message(2), message: 'text 22', revision: 1 }];
  const held = newestPage(messages(1, 3), false);
  expect(seconds(addNewer(held, [after]))).toEqual([1, 22, 3]);
  expect(seconds(addNewer(addNewer(held, [after]), [before]))).toEqual([1, 22, 3]);
  const cut = { ...held, hasNewer: true };
  expect(seconds(addNewer(cut, [after, message(4)]))).toEqual([1, 22, 3]);
});

test('a change of a message outside of the window is passed over', () => {
  const held = newestPage(messages(30, 40), true);
  const changed = { ...message(5), message: 'text 55', revision: 1, changed_at: message(50).created_at };
  const after = applyChanges(held, [changed]);
  expect(seconds(after)).toEqual(seconds(held));
  expect(after.changesTo).toBe(changed.changed_at);
});

test('a quote follows an edit and a deletion of what it quotes, in the window or outside of it', () => {
  for (const original of [message(2), message(25)]) {
    const reply = { ...message(30), reply_to: quoteOf(original) };
    const held = newestPage([...messages(20, 29), reply], true);
    const quoteAfter = (change: Partial<Message>, timeline = held) =>
      addNewer(timeline, [{ ...original, revision: 1, ...change }]).messages.at(-1)?.reply_to;
    expect(quoteAfter({ message: 'Other words' })).toMatchObject({ message: 'Other words', deleted: false });
    const gone = { message: '', deleted_at: message(40).created_at };
    expect(quoteAfter(gone)).toMatchObject({ message: '', deleted: true });
    const after = applyChanges(held, [{ ...original, ...gone, revision: 2, changed_at: gone.deleted_at }]);
    expect(after.messages.at(-1)?.reply_to).toMatchObject({ message: '', deleted: true });
    // A frame of before that comes late does not bring the text back.
    expect(quoteAfter({ message: 'Other words' }, after)).toMatchObject({ message: '', deleted: true });
  }
});

test('a quote has the first 140 code points', () => {
  expect([...quoteOf({ ...message(1), message: '\u{1f600}'.repeat(200) }).message]).toHaveLength(140);
});

/** A send, or a change of the message with this number, so many seconds after the last step; and whether its frame is lost. */
const step = fc.record({
  kind: fc.constantFrom('send', 'edit', 'delete'),
  place: fc.nat(20),
  pause: fc.integer({ min: 0, max: 40 }),
  isLost: fc.boolean(),
});

test('whatever frames are lost, catching up leads to what a fresh load shows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), (before, after) => {
      const server = new Conversation();
      for (const each of before) server.take(each);
      let screen = newestPage(server.messages, false);
      for (const each of after) {
        const frame = server.take(each);
        if (!each.isLost && screen.completeTo) screen = addNewer(screen, [frame]);
      }
      const [from, since] = [catchUpCursor(screen), changesSince(screen)];
      if (!from || !since) return;
      screen = caughtUp(
        screen,
        server.messages.filter(({ cursor }) => cursor > from),
      );
      screen = applyChanges(screen, server.changedSince(since));
      expect(screen.messages).toEqual(server.messages);
    }),
  );
});

/** The messages of a conversation as the server has them. */
class Conversation {
  messages: Message[] = [message(0)];
  private now = 0;

  take({ kind, place, pause }: { kind: string; place: number; pause: number }): Message {
    this.now += 1 + pause;
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, this.now)).toISOString();
    const index = place % this.messages.length;
    const held = this.messages[index] as Message;
    const changed = { ...held, revision: (held.revision ?? 0) + 1, changed_at: at };
    const made =
      kind === 'send'
        ? message(this.now)
        : kind === 'edit' && !held.deleted_at
          ? { ...changed, message: `text ${this.now}`, edited_at: at }
          : { ...changed, message: '', deleted_at: at };
    this.messages = kind === 'send' ? [...this.messages, made] : this.messages.with(index, made);
    return made;
  }

  changedSince(since: string): Message[] {
    return this.messages
      .filter(({ changed_at = '' }) => changed_at >= since)
      .sort((a, b) => ((a.changed_at ?? '') < (b.changed_at ?? '') ? -1 : 1));
  }
}

describe('a conversation that was deleted up to a message', () => {
  const old = { ...message(1), uuid: '019b76da-abe8-7000-8000-000000000001' };
  const answering = { ...message(5), reply_to: { ...quoteOf(message(1)), uuid: old.uuid } };

  test('begins after it, and has nothing older', () => {
    const shown = withoutCleared(newestPage(messages(1, 5), true), message(3).cursor);
    expect([seconds(shown), shown.hasOlder]).toEqual([[4, 5], false]);
    expect(withoutCleared(newestPage(messages(4, 5), true), message(3).cursor).hasOlder).toBe(true);
  });

  test('quotes nothing of before', () => {
    const to = (cleared_to: string) =>
      withoutCleared(newestPage([answering], false), cleared_to).messages[0]?.reply_to;
    expect(to(message(3).cursor)).toMatchObject({ message: '', deleted: true });
    expect(to('2020-01-01T00:00:00.000Z#x')).toMatchObject({ message: 'text 1', deleted: false });
  });
});

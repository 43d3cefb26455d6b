import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message, ReplyTo } from '../../../../shared/contract/messages.ts';
import { isSameDay } from '../design/when.ts';
import type { OutboxItem } from '../state/outbox.ts';
import type { PendingChange } from '../state/pending-changes.ts';
import { quoteOf, type Timeline } from '../state/timeline.ts';
import { messageWords } from '../words/messages.ts';

/** One line of a conversation, ready to render. */
export interface Line {
  key: string;
  text: string;
  createdAt: string;
  isMine: boolean;
  author: string;
  /** The first message of the conversation. */
  isBeginning: boolean;
  /** The first line of its day. */
  startsDay: boolean;
  /** The first message that the reader has not seen. */
  isFirstNew: boolean;
  /** Same author, same day, within minutes: one block with the line before or after it. */
  joinsBefore: boolean;
  joinsAfter: boolean;
  /** The cursor of the message that follows in its block; absent for the last one. */
  cursorAfter?: string;
  /** What it answers. */
  quoted?: ReplyTo;
  /** The message, once the server acknowledged it. */
  sent?: Message;
  /** Present until the server acknowledges the message. */
  pending?: OutboxItem;
  /** What the user does to the message, until the server acknowledges it. */
  changes: readonly PendingChange[];
}

const JOIN_WITHIN_MS = 5 * 60_000;

interface Options {
  firstNew: string | null;
  /** The messages begin with the first one of the conversation. */
  isWhole: boolean;
  changes?: readonly PendingChange[];
}

const NONE: readonly PendingChange[] = [];

/** The lines of a conversation: the acknowledged messages, then the pending ones. */
export function toLines(
  messages: readonly Message[],
  outbox: readonly OutboxItem[],
  me: string,
  { firstNew, isWhole, changes = [] }: Options,
): Line[] {
  const changesOf = Map.groupBy(changes, ({ message }) => message);
  const waiting = outbox.filter((item) => !hasArrived(item, messages, me));
  const bare = [
    ...messages.filter(({ hidden }) => !hidden).map((message) => sentLine(message, me, firstNew)),
    ...waiting.map((item) => pendingLine(item, messages)),
  ];
  return bare.map((line, index) => {
    const before = bare[index - 1];
    const after = bare[index + 1];
    const joinsAfter = after !== undefined && isJoined(line, after);
    return {
      ...line,
      changes: changesOf.get(line.key) ?? NONE,
      isBeginning: isWhole && !before,
      startsDay: !before || !isSameDay(before.createdAt, line.createdAt),
      joinsBefore: before !== undefined && isJoined(before, line),
      joinsAfter,
      ...(joinsAfter && after.sent && { cursorAfter: after.sent.cursor }),
    };
  });
}

/** The other's first unread message; null if it is not loaded, or nothing is unread. */
export function findFirstNew(
  { messages, hasOlder }: Timeline,
  me: string,
  group: Pick<MessageGroup, 'unread_count' | 'read_to'> | undefined,
): string | null {
  if (!group?.unread_count) return null;
  const { read_to = '' } = group;
  const first = messages[0]?.cursor;
  if (!first || (hasOlder && first > read_to)) return null;
  const isNew = ({ cursor, user_uuid, deleted_at, hidden }: Message) =>
    cursor > read_to && user_uuid !== me && !deleted_at && !hidden;
  return messages.find(isNew)?.cursor ?? null;
}

/** A frame or a list can deliver the message before the response to its send, or after that response was lost. */
function hasArrived({ triedAfter, message }: OutboxItem, messages: readonly Message[], me: string): boolean {
  if (triedAfter === undefined) return false;
  return messages.some(
    (each) => each.user_uuid === me && each.cursor > triedAfter && each.message === message,
  );
}

type BareLine = Omit<
  Line,
  'changes' | 'isBeginning' | 'startsDay' | 'joinsBefore' | 'joinsAfter' | 'cursorAfter'
>;

function sentLine(message: Message, me: string, firstNew: string | null): BareLine {
  return {
    key: message.uuid,
    text: message.message,
    createdAt: message.created_at,
    isMine: message.user_uuid === me,
    author: message.display_name,
    isFirstNew: message.cursor === firstNew,
    sent: message,
    ...(message.reply_to && { quoted: message.reply_to }),
  };
}

function pendingLine(item: OutboxItem, messages: readonly Message[]): BareLine {
  const answered = messages.find(({ uuid }) => uuid === item.replyTo);
  const createdAt = new Date(item.queuedAt).toISOString();
  return {
    key: item.key,
    text: item.message,
    createdAt,
    isMine: true,
    author: messageWords.you,
    isFirstNew: false,
    pending: item,
    ...(answered && { quoted: quoteOf(answered) }),
  };
}

function isJoined(before: BareLine, after: BareLine): boolean {
  const gap = Date.parse(after.createdAt) - Date.parse(before.createdAt);
  const isNear = gap < JOIN_WITHIN_MS && isSameDay(before.createdAt, after.createdAt);
  return before.isMine === after.isMine && isNear && !after.isFirstNew;
}

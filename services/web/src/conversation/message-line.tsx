import { memo } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { useLongPress } from '../design/use-long-press.ts';
import { useMinute } from '../design/use-minute.ts';
import { clockTime, dayName, exactTime } from '../design/when.ts';
import { messageWords } from '../words/messages.ts';
import { type Conversation, useConversation } from './conversation-context.ts';
import { EditedMark } from './edited-mark.tsx';
import { isLoud } from './is-loud.ts';
import type { Line } from './lines.ts';
import { MessageMenuButton, openMessageMenu } from './message-menu.tsx';
import { Sent, Waiting } from './message-state.tsx';
import { MessageText } from './message-text.tsx';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { RefusedChange, RefusedMessage } from './refused.tsx';
import type { Subject } from './subject.ts';
import './conversation.css';

interface Props {
  line: Line;
  /** The line whose menu the Tab key reaches; from there the arrow keys reach the others. */
  isTabStop?: boolean;
  /** The reader has jumped to it. */
  isShown?: boolean;
}

/** A message, with a day separator if it starts a day, and its state until it is acknowledged. */
export const MessageLine = memo(function MessageLine({ line, isTabStop = false, isShown = false }: Props) {
  const conversation = useConversation();
  const { sent, pending, changes } = line;
  const isWaiting = changes.some(({ kind, refused }) => kind !== 'react' && refused === undefined);
  const isDeleted = sent?.deleted_at !== undefined;
  const isOpen = conversation !== null && !conversation.isRequest && !isDeleted;
  const subject = isOpen && sent ? subjectOf(line, sent, conversation) : undefined;
  const longPress = useLongPress(subject && ((bubble) => openMessageMenu(subject, bubble)));
  return (
    <div className={`line${line.joinsBefore ? '' : ' line-apart'}`}>
      {line.isBeginning && <p className="talk-beginning">{messageWords.beginning}</p>}
      {line.startsDay && <DayLine instant={line.createdAt} />}
      {line.isFirstNew && <div className="divider divider-new">{messageWords.newMessages}</div>}
      <article
        className={`${classesOf(line)}${isShown ? ' bubble-shown' : ''}`}
        dir="auto"
        aria-label={line.isMine ? messageWords.you : line.author}
        {...longPress}
      >
        {conversation && line.quoted && <Quote quoted={line.quoted} conversation={conversation} />}
        {isDeleted ? (
          <div className="text">{line.isMine ? messageWords.youDeleted : messageWords.wasDeleted}</div>
        ) : (
          <MessageText text={line.text} lineKey={line.key} />
        )}
        <div className={`bubble-foot${isWaiting || tells(line, conversation) ? '' : ' bubble-foot-quiet'}`}>
          {subject && sent?.edited_at && !isWaiting && <EditedMark group={subject.group} message={sent} />}
          <time dateTime={line.createdAt} title={exactTime(line.createdAt)}>
            {clockTime(line.createdAt)}
          </time>
          {isWaiting && <Waiting what="change" />}
          {line.isMine && sent && !isDeleted && !isWaiting && <Sent isSeen={isSeen(sent, conversation)} />}
          {pending && !pending.refused && <Waiting what="message" />}
        </div>
        {subject && <MessageMenuButton subject={subject} isTabStop={isTabStop} />}
      </article>
      {conversation && subject && (
        <Reactions message={subject.message} conversation={conversation} changes={changes} />
      )}
      {pending?.refused && <RefusedMessage item={pending} code={pending.refused} />}
      {sent &&
        changes
          .filter(({ refused }) => refused !== undefined)
          .map((change) => <RefusedChange key={change.key} change={change} message={sent} />)}
    </div>
  );
});

function subjectOf({ isMine }: Line, message: Message, { group, me }: Conversation): Subject {
  return { group, message, isMine, me };
}

function classesOf(line: Line): string {
  const { sent, text } = line;
  return [
    'bubble',
    line.isMine ? 'bubble-mine' : 'bubble-theirs',
    line.joinsBefore && 'joins-before',
    line.joinsAfter && 'joins-after',
    line.pending && 'bubble-pending',
    sent?.deleted_at ? 'bubble-deleted' : isLoud(text) && 'bubble-loud',
  ]
    .filter(Boolean)
    .join(' ');
}

function DayLine({ instant }: { instant: string }) {
  return (
    <div className="divider">
      <time dateTime={instant}>{dayName(instant, useMinute())}</time>
    </div>
  );
}

/** The last one of a block tells the time and state of all; another only what is different about it. */
function tells({ joinsAfter, sent, isMine, cursorAfter }: Line, conversation: Conversation | null): boolean {
  if (!joinsAfter || !sent || sent.edited_at || cursorAfter === undefined) return true;
  return isMine && isSeen(sent, conversation) !== isSeen({ cursor: cursorAfter }, conversation);
}

function isSeen({ cursor }: Pick<Message, 'cursor'>, conversation: Conversation | null): boolean {
  return conversation !== null && cursor <= conversation.seenTo;
}

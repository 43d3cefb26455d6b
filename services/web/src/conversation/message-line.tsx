import { memo } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { plainCode } from '../api/plain-words.ts';
import { Icon } from '../design/icon.tsx';
import { useMinute } from '../design/use-minute.ts';
import { waitingTime } from '../design/waiting-time.ts';
import { clockTime, dayName, exactTime } from '../design/when.ts';
import { useOffline } from '../net/reachability.ts';
import { useSecondsToWait } from '../state/limited.ts';
import { offerText } from '../state/offered-text.ts';
import { type OutboxItem, removeItem } from '../state/outbox.ts';
import { retryMessage } from '../state/send-outbox.ts';
import { type Conversation, useConversation } from './conversation-context.ts';
import { EditedMark } from './edited-mark.tsx';
import { isLoud } from './is-loud.ts';
import type { Line } from './lines.ts';
import { MessageMenuButton, openMessageMenu } from './message-menu.tsx';
import { MessageText } from './message-text.tsx';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import type { Subject } from './subject.ts';
import { useLongPress } from './use-long-press.ts';
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
  const { sent, pending } = line;
  const isDeleted = sent?.deleted_at !== undefined;
  const subject = conversation && sent && !isDeleted ? subjectOf(line, sent, conversation) : undefined;
  const longPress = useLongPress(subject && ((bubble) => openMessageMenu(subject, bubble)));
  return (
    <div className={`line${line.joinsBefore ? '' : ' line-apart'}`}>
      {line.isBeginning && <p className="talk-beginning">The beginning of this conversation</p>}
      {line.startsDay && <DayLine instant={line.createdAt} />}
      {line.isFirstNew && <div className="divider divider-new">New messages</div>}
      <article
        className={`${classesOf(line)}${isShown ? ' bubble-shown' : ''}`}
        dir="auto"
        aria-label={line.isMine ? 'You' : line.author}
        {...longPress}
      >
        {conversation && line.quoted && <Quote quoted={line.quoted} conversation={conversation} />}
        {isDeleted ? (
          <div className="text">{line.isMine ? 'You deleted this message' : 'This message was deleted'}</div>
        ) : (
          <MessageText text={line.text} lineKey={line.key} />
        )}
        <div className="bubble-foot">
          {subject && sent?.edited_at && <EditedMark group={subject.group} message={sent} />}
          <time dateTime={line.createdAt} title={exactTime(line.createdAt)}>
            {clockTime(line.createdAt)}
          </time>
          {line.isMine && sent && !isDeleted && <Sent isSeen={isSeen(sent, conversation)} />}
          {pending && !pending.refused && <Waiting />}
        </div>
        {subject && <MessageMenuButton subject={subject} isTabStop={isTabStop} />}
      </article>
      {conversation && subject && <Reactions message={subject.message} conversation={conversation} />}
      {pending?.refused && <Refused item={pending} code={pending.refused} />}
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

function isSeen({ cursor }: Message, conversation: Conversation | null): boolean {
  return conversation !== null && cursor <= conversation.seenTo;
}

function Sent({ isSeen }: { isSeen: boolean }) {
  const words = isSeen ? 'Sent and seen' : 'Sent';
  return (
    <span className="bubble-state" title={words}>
      <Icon name={isSeen ? 'seen' : 'check'} />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

function Waiting() {
  const offline = useOffline();
  const seconds = useSecondsToWait();
  if (seconds > 1 && !offline) {
    return (
      <span className="bubble-state">Too many messages. This one will be sent {waitingTime(seconds)}</span>
    );
  }
  const words = offline ? 'Will be sent when you are online again' : 'Sending';
  return (
    <span className="bubble-state" title={words}>
      <Icon name={offline ? 'offline' : 'clock'} />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

function Refused({ item, code }: { item: OutboxItem; code: string }) {
  return (
    <div className="refused" role="alert">
      <p>
        <Icon name="warning" />
        Not sent. {plainCode(code)}
      </p>
      {!isForGood(code) && (
        <button type="button" className="link-button" onClick={() => retryMessage(item)}>
          Try again
        </button>
      )}
      <button type="button" className="link-button" onClick={() => edit(item)}>
        Edit
      </button>
      <button type="button" className="link-button" onClick={() => removeItem(item)}>
        Discard
      </button>
    </div>
  );
}

/** The text goes back into the composer. */
function edit(item: OutboxItem): void {
  removeItem(item);
  offerText(item.conversation, item.message);
}

/** Whether the same text can never be sent. */
function isForGood(code: string): boolean {
  return /^message_(blank|invalid|exceed)|^user_receiver_is_sender$|^idempotency_key/.test(code);
}

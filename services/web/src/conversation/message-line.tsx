import { memo } from 'react';
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
import type { Line } from './lines.ts';
import { MessageText } from './message-text.tsx';
import './conversation.css';

/** A message, with a day separator if it starts a day, and its state until it is acknowledged. */
export const MessageLine = memo(function MessageLine({ line }: { line: Line }) {
  const side = line.isMine ? 'bubble-mine' : 'bubble-theirs';
  const joins = `${line.joinsBefore ? ' joins-before' : ''}${line.joinsAfter ? ' joins-after' : ''}`;
  return (
    <div className={`line${line.joinsBefore ? '' : ' line-apart'}`}>
      {line.isBeginning && <p className="talk-beginning">The beginning of this conversation</p>}
      {line.startsDay && <DayLine instant={line.createdAt} />}
      {line.isFirstNew && <div className="divider divider-new">New messages</div>}
      <article
        className={`bubble ${side}${joins}${line.pending ? ' bubble-pending' : ''}${isLoud(line.text) ? ' bubble-loud' : ''}`}
        dir="auto"
        aria-label={line.isMine ? 'You' : line.author}
      >
        <MessageText text={line.text} lineKey={line.key} />
        <div className="bubble-foot">
          <time dateTime={line.createdAt} title={exactTime(line.createdAt)}>
            {clockTime(line.createdAt)}
          </time>
          {line.isMine && !line.pending && (
            <span className="bubble-state" title="Sent">
              <Icon name="check" />
              <span className="visually-hidden">Sent</span>
            </span>
          )}
          {line.pending && !line.pending.refused && <Waiting />}
        </div>
      </article>
      {line.pending?.refused && <Refused item={line.pending} code={line.pending.refused} />}
    </div>
  );
});

function DayLine({ instant }: { instant: string }) {
  return (
    <div className="divider">
      <time dateTime={instant}>{dayName(instant, useMinute())}</time>
    </div>
  );
}

function Waiting() {
  const offline = useOffline();
  const seconds = useSecondsToWait();
  if (seconds > 1 && !offline) {
    return <span className="bubble-state">Too many messages: sent by itself {waitingTime(seconds)}</span>;
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

/** The longest emoji, a flag of a region, has 14 code units. */
const MAX_LOUD = 48;
const LOUD = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?|\s)+$/v;

/** A message of one to three emoji only is shown large. */
function isLoud(text: string): boolean {
  return (
    text.length <= MAX_LOUD && LOUD.test(text) && [...new Intl.Segmenter().segment(text.trim())].length <= 3
  );
}

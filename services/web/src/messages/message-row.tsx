import { memo } from 'react';
import { Icon } from '../design/icon.tsx';
import { useOffline } from '../live/reachability.ts';
import { plainCode } from '../session/plain-words.ts';
import { LinkedText } from './linked-text.tsx';
import { type OutboxItem, removeItem } from './outbox.ts';
import type { Row } from './rows.ts';
import { retryMessage } from './send-outbox.ts';
import { useMinute } from './use-minute.ts';
import { clockTime, dayName, exactTime } from './when.ts';
import './conversation.css';

/** A message, with the day before it when one starts, and its state while it is not acknowledged. */
export const MessageRow = memo(function MessageRow({ row }: { row: Row }) {
  const side = row.isMine ? 'bubble-mine' : 'bubble-theirs';
  const joins = `${row.joinsBefore ? ' joins-before' : ''}${row.joinsAfter ? ' joins-after' : ''}`;
  return (
    <div className={`row${row.joinsBefore ? '' : ' row-apart'}`}>
      {row.startsDay && <DayLine instant={row.createdAt} />}
      {row.isFirstNew && <div className="line line-new">New messages</div>}
      <article
        className={`bubble ${side}${joins}${row.pending ? ' bubble-pending' : ''}${isLoud(row.text) ? ' bubble-loud' : ''}`}
        dir="auto"
        aria-label={`${row.isMine ? 'You' : row.author}, ${clockTime(row.createdAt)}`}
      >
        <div className="text">
          <LinkedText text={row.text} />
        </div>
        <div className="bubble-foot">
          <time dateTime={row.createdAt} title={exactTime(row.createdAt)}>
            {clockTime(row.createdAt)}
          </time>
          {row.isMine && !row.pending && (
            <span className="bubble-state" title="Sent">
              <Icon name="check" />
              <span className="visually-hidden">Sent</span>
            </span>
          )}
          {row.pending && !row.pending.refused && <Waiting />}
        </div>
      </article>
      {row.pending?.refused && <Refused item={row.pending} code={row.pending.refused} />}
    </div>
  );
});

function DayLine({ instant }: { instant: string }) {
  return (
    <div className="line">
      <time dateTime={instant}>{dayName(instant, useMinute())}</time>
    </div>
  );
}

function Waiting() {
  const offline = useOffline();
  const words = offline ? 'Will be sent when you are back' : 'Sending';
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
      <button type="button" className="link-button" onClick={() => retryMessage(item)}>
        Try again
      </button>
      <button type="button" className="link-button" onClick={() => removeItem(item)}>
        Discard
      </button>
    </div>
  );
}

const LOUD = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d|\s){1,12}$/u;

/** One to three emoji and nothing else are drawn large, as people know it from elsewhere. */
function isLoud(text: string): boolean {
  return text.length <= 24 && LOUD.test(text) && [...new Intl.Segmenter().segment(text.trim())].length <= 3;
}

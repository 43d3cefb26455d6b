import { Link } from 'react-router';
import { type FoundMessage, QUERY_MAX_CODE_POINTS } from '../../../../shared/contract/search.ts';
import { whyNotFound } from '../api/plain-words.ts';
import { useMinute } from '../design/use-minute.ts';
import { age, exactTime } from '../design/when.ts';
import { shownName } from '../state/gone.ts';
import { useFoundMessages, useSearchOff, wantedPlace } from '../state/message-search.ts';
import { useMe } from '../state/use-me.ts';
import { useSettled } from '../state/use-settled.ts';
import { messageWords } from '../words/messages.ts';
import { peopleWords } from '../words/people.ts';
import './found-messages.css';

interface Props {
  text: string;
  /** Only messages of this conversation. */
  group?: string;
  onChoose?: () => void;
}

/** The messages that have the words of a text, newest first; each leads to its place. */
export function FoundMessages({ text, group, onChoose }: Props) {
  const typed = [...text.trim()].slice(0, QUERY_MAX_CODE_POINTS).join('');
  const wanted = useSettled(typed);
  const isOff = useSearchOff();
  const { data, error, hasNextPage, fetchNextPage, isPlaceholderData } = useFoundMessages(wanted, group);
  if (isOff ? group === undefined : typed === '') return null;
  const found = data?.pages.flatMap(({ items }) => items) ?? [];
  const isAnswered = data !== undefined && !isPlaceholderData && wanted === typed;
  return (
    <section className="found" aria-label={messageWords.foundMessages}>
      {group === undefined && <p className="found-title">{messageWords.messages}</p>}
      <p className="found-status quiet" role="status">
        {isOff ? (
          messageWords.searchIsOff
        ) : (
          <Status error={error} count={found.length} isAnswered={isAnswered} typed={typed} />
        )}
      </p>
      <ul>
        {found.map((message) => (
          <li key={`${message.message_group_uuid} ${message.uuid}`}>
            <Found message={message} isNamed={group === undefined} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="button button-quiet" onClick={() => void fetchNextPage()}>
          {messageWords.showMore}
        </button>
      )}
    </section>
  );
}

interface StatusProps {
  error: Error | null;
  count: number;
  isAnswered: boolean;
  typed: string;
}

function Status({ error, count, isAnswered, typed }: StatusProps) {
  if (error) return whyNotFound(error);
  if (!isAnswered && count === 0) return peopleWords.looking;
  if (count === 0) return messageWords.noMessageHas(typed);
  return <span className="visually-hidden">{peopleWords.found(count)}</span>;
}

interface FoundProps {
  message: FoundMessage;
  isNamed: boolean;
  onChoose: (() => void) | undefined;
}

function Found({ message, isNamed, onChoose }: FoundProps) {
  const now = useMinute();
  const me = useMe();
  const { message_group_uuid: group, uuid, cursor, created_at, other_member } = message;
  const sender = message.user_uuid === me?.uuid ? messageWords.you : message.display_name;
  return (
    <Link
      to={`/messages/${group}`}
      className="found-message"
      onClick={() => {
        wantedPlace.set({ group, uuid, cursor });
        onChoose?.();
      }}
    >
      <bdi className="name">{isNamed ? shownName(other_member) : sender}</bdi>
      <time className="group-age" dateTime={created_at} title={exactTime(created_at)}>
        {age(created_at, now)}
      </time>
      <bdi className="found-text" dir="auto">
        {isNamed && message.user_uuid === me?.uuid && `${messageWords.you}: `}
        {marked(message)}
      </bdi>
    </Link>
  );
}

/** Code points that are shown before the first hit, and in all. */
const BEFORE = 24;
const SHOWN = 160;

/** The text around the first hit, with what was found marked. */
function marked({ message, hits }: FoundMessage) {
  const signs = [...message];
  const first = hits[0]?.from ?? 0;
  const start = first > BEFORE * 2 ? first - BEFORE : 0;
  const end = start + SHOWN;
  let at = start;
  const parts = hits
    .filter(({ from }) => from < end)
    .map(({ from, to }) => {
      const before = signs.slice(at, from).join('');
      at = to;
      return (
        <span key={from}>
          {before}
          <mark>{signs.slice(from, to).join('')}</mark>
        </span>
      );
    });
  return (
    <>
      {start > 0 && '…'}
      {parts}
      {signs.slice(at, end).join('')}
      {end < signs.length && '…'}
    </>
  );
}

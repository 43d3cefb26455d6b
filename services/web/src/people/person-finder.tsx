import { Autocomplete } from '@base-ui/react/autocomplete';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SEARCH_MIN_CODE_POINTS, type UserShort } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { whyNotFound } from '../api/plain-words.ts';
import { Avatar } from '../design/avatar.tsx';
import { Icon } from '../design/icon.tsx';
import { handleFault } from '../session/handle-rule.ts';
import { folded } from '../state/folded.ts';
import { isGone } from '../state/gone.ts';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { useSettled } from '../state/use-settled.ts';
import { peopleWords } from '../words/people.ts';
import './person-finder.css';

const MAX_RECENT = 8;

/** Finds a person by handle or name while the user types. */
export function PersonFinder({ onChoose }: { onChoose: (handle: string) => void }) {
  const [text, setText] = useState('');
  const typed = text.trim().replace(/^@/, '').toLowerCase();
  const { people, error, isAnswered } = usePeople(typed);
  const known = useKnownPeople().filter((person) => begins(person, typed));
  const recent = known.slice(0, MAX_RECENT);
  const found = together(recent, people, typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const first = found[0];
    if (typed === '') return;
    if (first) onChoose(first.handle);
    else if (!handleFault(typed)) onChoose(typed);
  };
  return (
    <Autocomplete.Root<UserShort>
      inline
      open
      mode="none"
      items={isLongEnough(typed) ? found : recent}
      value={text}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setText(value)}
      itemToStringValue={({ handle }) => handle}
      autoHighlight
    >
      <form className="finder-field" onSubmit={submit}>
        <Icon name="search" />
        <Autocomplete.Input
          aria-label={peopleWords.findPerson}
          placeholder={peopleWords.handleOrName}
          autoFocus
          autoCapitalize="none"
          spellCheck={false}
        />
      </form>
      <Autocomplete.Status className="finder-status">
        <Status
          error={error}
          isAsked={isLongEnough(typed)}
          hasRecent={recent.length > 0}
          isAnswered={isAnswered}
          count={found.length}
          typed={typed}
        />
      </Autocomplete.Status>
      <Autocomplete.List className="finder-list">
        {(person: UserShort) => (
          <Autocomplete.Item
            key={person.uuid}
            value={person}
            className="person"
            onClick={() => onChoose(person.handle)}
          >
            <Person person={person} />
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

/** Known people first, but whose handle is typed in full before everybody. */
function together(known: readonly UserShort[], others: readonly UserShort[], typed: string): UserShort[] {
  const strangers = others.filter(({ uuid }) => !known.some((one) => one.uuid === uuid));
  const isExact = ({ handle }: UserShort) => Number(handle === typed);
  return [...known, ...strangers].sort((a, b) => isExact(b) - isExact(a));
}

/** The people that match the input, and whether the response is for this very input. */
function usePeople(typed: string) {
  const wanted = useSettled(typed);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['users', wanted],
    queryFn: () => api.searchUsers({ query: { q: wanted } }),
    enabled: isLongEnough(wanted),
    placeholderData: (before) => before,
  });
  const isAnswered = wanted === typed && data !== undefined && !isPlaceholderData;
  // Until the response is there, only the last matches that still fit: Enter must not choose another person.
  const people = isLongEnough(typed)
    ? (data ?? []).filter((person) => isAnswered || begins(person, typed))
    : [];
  return { people, error, isAnswered };
}

/** The people of the loaded conversations to whom one can write, latest first. */
function useKnownPeople(): UserShort[] {
  const { data } = useMessageGroups();
  const groups = (data?.groups ?? []).filter((group) => !isGone(group));
  return groups.map(({ user_uuid, handle, display_name }) => ({
    uuid: user_uuid,
    handle,
    display_name,
  }));
}

function Person({ person: { display_name, handle } }: { person: UserShort }) {
  return (
    <>
      <Avatar name={display_name} handle={handle} />
      <span>
        <bdi className="name">{display_name}</bdi>
        <span className="handle">@{handle}</span>
      </span>
    </>
  );
}

interface StatusProps {
  error: Error | null;
  isAsked: boolean;
  hasRecent: boolean;
  isAnswered: boolean;
  count: number;
  typed: string;
}

function Status({ error, isAsked, hasRecent, isAnswered, count, typed }: StatusProps) {
  if (!isAsked) return hasRecent ? peopleWords.recentConversations : peopleWords.typeTwoLetters;
  if (error) return whyNotFound(error);
  if (count === 0) return isAnswered ? peopleWords.noneBegins(typed) : peopleWords.looking;
  return <span className="visually-hidden">{peopleWords.found(count)}</span>;
}

const isLongEnough = (typed: string) => [...typed].length >= SEARCH_MIN_CODE_POINTS;

/** Matches about as the server does: the handle, or the name from one of its words on. */
function begins({ handle, display_name }: UserShort, typed: string): boolean {
  return handle.startsWith(typed) || ` ${folded(display_name)}`.includes(` ${folded(typed)}`);
}

import { Autocomplete } from '@base-ui/react/autocomplete';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useDeferredValue, useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { UserShort } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { plainWords } from '../api/plain-words.ts';
import { Avatar } from '../design/avatar.tsx';
import { Icon } from '../design/icon.tsx';
import { useTitle } from '../design/title.ts';
import { handleFault } from '../session/handle-rule.ts';
import '../people/person-finder.css';

/** Finds a person by handle or name as one types. */
export default function NewMessagePage() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const typed = text.trim().replace(/^@/, '').toLowerCase();
  const wanted = useSettled(typed);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['users', wanted],
    queryFn: () => api.searchUsers({ query: { q: wanted } }),
    enabled: wanted !== '',
    placeholderData: (before) => before,
  });
  const isAnswered = wanted === typed && data !== undefined && !isPlaceholderData;
  // Until what is typed is answered, those of the last answer that still fit: Enter must not choose another.
  const people = typed ? (data ?? []).filter((person) => isAnswered || begins(person, typed)) : [];
  useTitle('New message');
  const choose = (handle: string) => navigate(`/messages/new/${encodeURIComponent(handle)}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const first = people[0];
    if (first) void choose(first.handle);
    else if (!handleFault(typed)) void choose(typed);
  };
  return (
    <main id="content" className="pane finder">
      <header className="pane-head">
        <Link className="icon-button pane-back" to="/messages" aria-label="Back to the conversations">
          <Icon name="back" />
        </Link>
        <h1>New message</h1>
      </header>
      <Autocomplete.Root<UserShort>
        inline
        open
        mode="none"
        items={people}
        value={text}
        onValueChange={(value, { reason }) => reason !== 'item-press' && setText(value)}
        itemToStringValue={({ handle }) => handle}
        autoHighlight
      >
        <form className="finder-field" onSubmit={submit}>
          <Icon name="search" />
          <Autocomplete.Input
            aria-label="Find a person by handle or name"
            placeholder="Handle or name"
            autoFocus
            autoCapitalize="none"
            spellCheck={false}
          />
        </form>
        <Autocomplete.Status className="finder-status">
          <Status
            error={error}
            isAsked={typed !== ''}
            isAnswered={isAnswered}
            count={people.length}
            typed={typed}
          />
        </Autocomplete.Status>
        <Autocomplete.List className="finder-list">
          {(person: UserShort) => (
            <Autocomplete.Item
              key={person.uuid}
              value={person}
              className="person"
              onClick={() => choose(person.handle)}
            >
              <Avatar name={person.display_name} handle={person.handle} />
              <span>
                <bdi className="name">{person.display_name}</bdi>
                <span className="handle">@{person.handle}</span>
              </span>
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
    </main>
  );
}

interface StatusProps {
  error: Error | null;
  isAsked: boolean;
  isAnswered: boolean;
  count: number;
  typed: string;
}

function Status({ error, isAsked, isAnswered, count, typed }: StatusProps) {
  if (error) return plainWords(error);
  if (!isAsked) return 'Type the beginning of a handle or a name.';
  if (count === 0) return isAnswered ? `Nobody’s handle or name begins with “${typed}”.` : 'Looking…';
  return <span className="visually-hidden">{`${count} found`}</span>;
}

/** As the server looks for them. */
function begins({ handle, display_name }: UserShort, typed: string): boolean {
  return handle.startsWith(typed) || display_name.toLowerCase().startsWith(typed);
}

/** The text once typing has paused: not every letter is asked for. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(settled);
}

import { useEffect, useRef, useState } from 'react';
import { Link, NavLink, useMatch } from 'react-router';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Failure } from '../design/failure.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { useTitle } from '../design/title.ts';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';
import { useDraftedConversations } from '../state/drafts.ts';
import { type GroupList, isElsewhere } from '../state/group-list.ts';
import { loadMoreGroups, useMessageGroups } from '../state/message-groups-query.ts';
import { type OtherListName, useRequestCount } from '../state/other-list.ts';
import { useFoundMessageGroup } from '../state/use-message-group.ts';
import { DraftLine, GroupLine } from './group-line.tsx';
import { OtherList } from './other-list.tsx';
import { useOtherListName } from './use-other-list-name.ts';
import { useRovingFocus } from './use-roving-focus.ts';
import './group-list.css';

const asMain = { role: 'main', id: 'content' };
const asAside = { role: 'complementary', 'aria-label': 'Conversations' };

/** The message groups of the user, newest first, with infinite scroll. */
export function GroupListPane({ isMain }: { isMain: boolean }) {
  const { data, error, refetch } = useMessageGroups();
  const other = useOtherListName();
  return (
    // Always the same element: a new one would lose the scroll position.
    <div className="groups" {...(isMain ? asMain : asAside)}>
      <div className="groups-head">
        {isMain ? <MainHeading /> : <h2>Messages</h2>}
        <Link className="icon-button" to="/messages/new" aria-label="New message" title="New message">
          <Icon name="write" />
        </Link>
      </div>
      <nav className="groups-lists" aria-label="Lists">
        <NavLink to="/messages" end className="link-button">
          Inbox
        </NavLink>
        <Requests />
        <NavLink to="/messages/archived" className="link-button">
          Archived
        </NavLink>
      </nav>
      {other ? <OtherList key={other} name={other} empty={EMPTY[other]} /> : data && <Lines list={data} />}
      {!other && error && !data && <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>}
      {!other && !error && !data && <LoadingRows rows={8} />}
    </div>
  );
}

const EMPTY: Record<OtherListName, string> = {
  requests: 'No requests. Who may write to you is in the settings.',
  archived: 'Nothing is archived.',
};

function Requests() {
  const count = useRequestCount();
  return (
    <NavLink to="/messages/requests" className="link-button">
      Requests{' '}
      {count !== '0' && (
        <span className="groups-count">
          {count}
          <span className="visually-hidden"> waiting</span>
        </span>
      )}
    </NavLink>
  );
}

function MainHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle('Messages');
  useArrivalFocus(heading);
  return (
    <h1 ref={heading} tabIndex={-1}>
      Messages
    </h1>
  );
}

function Lines({ list }: { list: GroupList }) {
  const end = useLoadMore(list);
  const current = useMatch('/messages/:group')?.params.group?.toLowerCase() ?? '';
  const found = useFoundMessageGroup(current);
  const newPeople = useNewPeople(list);
  // The chosen group may not be loaded yet, or it is in another list.
  const isFar =
    found !== undefined && !isElsewhere(found) && !list.groups.some(({ uuid }) => uuid === found.uuid);
  const groups = isFar ? [...list.groups, found] : list.groups;
  const lines = useCurrentInView(current, groups, isFar);
  const onKeyDown = useRovingFocus(lines);
  if (groups.length === 0 && newPeople.length === 0) return <NoGroups />;
  return (
    <nav ref={lines} className="groups-scroll" aria-label="Conversations">
      <ol onKeyDown={onKeyDown}>
        {newPeople.map((handle) => (
          <li key={handle}>
            <DraftLine handle={handle} />
          </li>
        ))}
        {groups.map((group) => (
          <li key={group.uuid}>
            <GroupLine group={group} isCurrent={group.uuid === current} />
          </li>
        ))}
      </ol>
      {list.next && (
        <div ref={end} className="groups-end">
          <button type="button" className="button button-quiet" onClick={() => void loadMoreGroups()}>
            Show more
          </button>
        </div>
      )}
    </nav>
  );
}

/** The handles with a draft of a first message, except the open one. */
function useNewPeople({ groups }: GroupList): string[] {
  const current = useMatch('/messages/new/:handle')?.params.handle;
  const known = new Set(groups.map(({ handle }) => handle));
  return useDraftedConversations()
    .filter((conversation) => conversation.startsWith('@'))
    .map((conversation) => conversation.slice(1))
    .filter((handle) => handle !== current && !known.has(handle));
}

/** Scrolls the chosen line into view when the choice changes, and when the line is loaded or comes to its place. */
function useCurrentInView(current: string, groups: readonly MessageGroup[], isFar: boolean) {
  const lines = useRef<HTMLElement>(null);
  const isThere = groups.some(({ uuid }) => uuid === current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only then, not when messages reorder the list.
  useEffect(() => {
    lines.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, isThere, isFar]);
  return lines;
}

function NoGroups() {
  return (
    <EmptyState icon="messages" title="No conversations yet">
      <p>Find a person by handle or name, and write the first message.</p>
      <Link className="button" to="/messages/new">
        Write a message
      </Link>
    </EmptyState>
  );
}

/** Loads the next page near the end of the list (infinite scroll); the button is the fallback. */
function useLoadMore({ next }: GroupList) {
  const [end, setEnd] = useState<HTMLElement | null>(null);
  const isLoading = useRef(false);
  useEffect(() => {
    if (!end || !next) return;
    const observer = new IntersectionObserver(
      async ([entry]) => {
        if (!entry?.isIntersecting || isLoading.current) return;
        isLoading.current = true;
        await loadMoreGroups().catch(() => {});
        isLoading.current = false;
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [end, next]);
  return setEnd;
}

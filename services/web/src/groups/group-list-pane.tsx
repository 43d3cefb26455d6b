import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { plainWords } from '../api/plain-words.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { useTitle } from '../design/title.ts';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';
import type { GroupList } from '../state/group-list.ts';
import { loadMoreGroups, useMessageGroups } from '../state/message-groups-query.ts';
import { GroupLine } from './group-line.tsx';
import './group-list.css';

/** The message groups of the user, newest first, loading more as one scrolls. */
export function GroupListPane({ isMain }: { isMain: boolean }) {
  const { data, error, refetch } = useMessageGroups();
  const list = data ? <Lines list={data} /> : <LoadingRows rows={8} />;
  return (
    <Frame isMain={isMain}>
      <header className="groups-head">
        {isMain ? <MainHeading /> : <h2>Messages</h2>}
        <Link className="icon-button" to="/messages/new" aria-label="New message" title="New message">
          <Icon name="write" />
        </Link>
      </header>
      {error && !data ? (
        <div className="groups-error">
          <ErrorNotice>{plainWords(error)}</ErrorNotice>
          <button type="button" className="button" onClick={() => refetch()}>
            Try again
          </button>
        </div>
      ) : (
        list
      )}
    </Frame>
  );
}

/** The list is the page's main part where it stands alone. */
function Frame({ isMain, children }: { isMain: boolean; children: ReactNode }) {
  if (!isMain) {
    return (
      <aside className="groups" aria-label="Conversations">
        {children}
      </aside>
    );
  }
  return (
    <main id="content" className="groups">
      {children}
    </main>
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
  if (list.groups.length === 0) return <NoGroups />;
  return (
    <nav className="groups-scroll" aria-label="Conversations">
      <ol>
        {list.groups.map((group) => (
          <li key={group.uuid}>
            <GroupLine group={group} />
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

/** Loads the next page when the end comes near; the button is there for when that fails. */
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

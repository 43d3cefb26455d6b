import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Link, NavLink, useMatch } from 'react-router';
import { untilAnswered } from '../../../../client/until-answered.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Contained } from '../design/contained.tsx';
import { Failure } from '../design/failure.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { SearchField } from '../design/search-field.tsx';
import { useTitle } from '../design/title.ts';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';
import { useDraftedConversations } from '../state/drafts.ts';
import { type GroupList, isElsewhere, matching, sharedNames } from '../state/group-list.ts';
import { loadMoreGroups, useMessageGroups } from '../state/message-groups-query.ts';
import { listSearch } from '../state/message-search.ts';
import { type OtherListName, useRequestCount } from '../state/other-list.ts';
import { useFoundMessageGroup } from '../state/use-message-group.ts';
import { messageWords } from '../words/messages.ts';
import { DraftLine, GroupLine } from './group-line.tsx';
import { GroupRows } from './group-rows.tsx';
import { Invitation } from './invitation.tsx';
import { FoundInList } from './lazy-search.ts';
import { OtherList } from './other-list.tsx';
import { useOtherListName } from './use-other-list-name.ts';
import './group-list.css';

const asMain = { role: 'main', id: 'content' };
const asAside = () => ({ role: 'complementary', 'aria-label': messageWords.conversations });

/** The message groups of the user, newest first, with infinite scroll. */
export function GroupListPane({ isMain }: { isMain: boolean }) {
  const { data, error, refetch } = useMessageGroups();
  const other = useOtherListName();
  return (
    // Always the same element: a new one would lose the scroll position.
    <div className="groups" {...(isMain ? asMain : asAside())}>
      <div className="groups-head">
        {isMain ? <MainHeading /> : <h2>{messageWords.messages}</h2>}
        <NavLink
          className="icon-button"
          to="/messages/new"
          end
          aria-label={messageWords.newMessage}
          title={messageWords.newMessage}
        >
          <Icon name="write" />
        </NavLink>
      </div>
      <nav className="groups-lists" aria-label={messageWords.lists}>
        <ListLink to="/messages" isShown={other === undefined}>
          {messageWords.inbox}
        </ListLink>
        <Requests isShown={other === 'requests'} />
        <ListLink to="/messages/archived" isShown={other === 'archived'}>
          {messageWords.archived}
        </ListLink>
      </nav>
      {other ? (
        <OtherList key={other} name={other} empty={emptyText(other)} />
      ) : (
        data && <Lines list={data} />
      )}
      {!other && error && !data && <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>}
      {!other && !error && !data && <LoadingRows rows={8} />}
    </div>
  );
}

const emptyText = (list: OtherListName): string =>
  list === 'requests' ? messageWords.noRequests : messageWords.nothingArchived;

interface ListLinkProps {
  to: string;
  /** The list below is this one, whether or not a conversation is open beside it. */
  isShown: boolean;
  children: ReactNode;
}

function ListLink({ to, isShown, children }: ListLinkProps) {
  const isPage = useMatch(to) !== null;
  return (
    <Link to={to} className="link-button" aria-current={isPage ? 'page' : isShown}>
      {children}
    </Link>
  );
}

function Requests({ isShown }: { isShown: boolean }) {
  const count = useRequestCount();
  return (
    <ListLink to="/messages/requests" isShown={isShown}>
      {messageWords.requests}{' '}
      {count !== '0' && (
        <span className="groups-count">
          {count}
          <span className="visually-hidden"> {messageWords.waiting}</span>
        </span>
      )}
    </ListLink>
  );
}

function MainHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(messageWords.messages);
  useArrivalFocus(heading);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {messageWords.messages}
    </h1>
  );
}

function Lines({ list }: { list: GroupList }) {
  const scroller = useRef<HTMLElement>(null);
  const [wanted, setWanted] = useState('');
  useEffect(() => listSearch.set(wanted), [wanted]);
  const end = useLoadMore(list);
  const current = useMatch('/messages/:group')?.params.group?.toLowerCase() ?? '';
  const far = useFoundMessageGroup(current);
  const newPeople = useNewPeople(list);
  // The chosen group may not be loaded yet, or it is in another list.
  const isFar = far !== undefined && !isElsewhere(far) && !list.groups.some(({ uuid }) => uuid === far.uuid);
  const groups = useMemo(() => (isFar ? [...list.groups, far] : list.groups), [isFar, list.groups, far]);
  const shared = useMemo(() => sharedNames(groups), [groups]);
  if (groups.length === 0 && newPeople.length === 0) return <NoGroups />;
  const rows = [
    ...(wanted === '' ? newPeople : []).map((handle) => ({
      key: handle,
      line: <DraftLine handle={handle} />,
    })),
    ...matching(groups, wanted).map((group) => ({
      key: group.uuid,
      line: (
        <GroupLine
          group={group}
          isCurrent={group.uuid === current}
          hasNamesake={shared.has(group.display_name)}
        />
      ),
    })),
  ];
  return (
    <>
      <SearchField
        label={messageWords.searchConversations}
        className="groups-search"
        text={wanted}
        onChange={setWanted}
      />
      <nav ref={scroller} className="groups-scroll" aria-label={messageWords.conversations}>
        <GroupRows scroller={scroller} rows={rows} current={current} place={String(isFar)} />
        {rows.length === 0 && !list.next && (
          <p className="groups-error quiet">{messageWords.noneMatches(wanted.trim())}</p>
        )}
        {wanted.trim() !== '' && (
          <Contained loading={null} frame={(notice) => notice}>
            <FoundInList />
          </Contained>
        )}
        {list.next && (
          <div ref={end} className="groups-end">
            <button type="button" className="button button-quiet" onClick={() => void loadMoreGroups()}>
              {messageWords.showMore}
            </button>
          </div>
        )}
      </nav>
    </>
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

/** The pane beside the list says that there is none, and invites, unless something is open in it; on a phone, the list does. */
function NoGroups() {
  const isPaneOpen = useMatch('/messages') === null;
  return (
    <>
      {isPaneOpen && <p className="groups-error quiet groups-none">{messageWords.noConversations}</p>}
      <div className="groups-invitation">
        <Invitation />
      </div>
    </>
  );
}

/** Loads the next page near the end of the list (infinite scroll), again after a failure; the button is the fallback. */
function useLoadMore({ next }: GroupList) {
  const [end, setEnd] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!end || !next) return;
    let wanted = new AbortController();
    const observer = new IntersectionObserver(
      ([entry]) => {
        wanted.abort();
        wanted = new AbortController();
        if (entry?.isIntersecting) untilAnswered(loadMoreGroups, wanted.signal).catch(() => {});
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => {
      observer.disconnect();
      wanted.abort();
    };
  }, [end, next]);
  return setEnd;
}

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { getUserShort } from '../api/get-user-short.ts';
import { ApiError } from '../api/request.ts';
import { Avatar } from '../design/avatar.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { useTitle } from '../design/title.ts';
import { plainWords } from '../session/plain-words.ts';
import { useMe } from '../use-me.ts';
import { Composer } from './composer.tsx';
import { ConversationHead } from './conversation-head.tsx';
import { moveDraft } from './drafts.ts';
import { findMessageGroup, useMessageGroups } from './message-groups-query.ts';
import { MessageRow } from './message-row.tsx';
import { useOutbox } from './outbox.ts';
import { toRows } from './rows.ts';

/** Writing to a handle. A conversation that exists, or comes to exist by the first message, takes over. */
export default function FirstMessagePage() {
  const handle = (useParams().handle ?? '').replace(/^@/, '').toLowerCase();
  return <FirstMessage key={handle} handle={handle} />;
}

function FirstMessage({ handle }: { handle: string }) {
  const me = useMe();
  const user = useQuery({ queryKey: ['user', handle], queryFn: () => getUserShort(handle) });
  const { data: list } = useMessageGroups();
  const found = useQuery({
    queryKey: ['message_group_with', handle],
    queryFn: async () => (await findMessageGroup((row) => row.handle === handle))?.uuid ?? null,
    staleTime: 0,
  });
  // The other may write first, while this page is open.
  const group = list?.groups.find((row) => row.handle === handle)?.uuid ?? found.data;
  useTitle(user.data ? `Message to ${user.data.display_name}` : 'New message');
  if (me?.handle === handle) return <Cannot title="That is you">A message needs somebody else.</Cannot>;
  if (group) return <TakenOver handle={handle} group={group} />;
  if (user.error && !user.data) return <NoSuchPerson error={user.error} handle={handle} />;
  if (!user.data || found.isPending) {
    return (
      <main id="content" className="pane">
        <ConversationHead who={user.data} />
        <LoadingRows />
      </main>
    );
  }
  return <Compose who={user.data} />;
}

function Compose({ who }: { who: { handle: string; display_name: string } }) {
  const rows = toRows([], useOutbox(`@${who.handle}`), '', null);
  return (
    <main id="content" className="pane">
      <ConversationHead who={who} />
      <div className="talk">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
        <section className="talk-scroll" aria-label="Messages" tabIndex={0}>
          <div className="talk-space" />
          {rows.length === 0 && (
            <div className="greeting">
              <Avatar name={who.display_name} handle={who.handle} size="large" />
              <p>
                This is the beginning of your conversation with <bdi className="name">{who.display_name}</bdi>
                .
              </p>
            </div>
          )}
          {rows.map((row) => (
            <MessageRow key={row.key} row={row} />
          ))}
        </section>
      </div>
      <Composer conversation={`@${who.handle}`} to={who.display_name} />
    </main>
  );
}

function TakenOver({ handle, group }: { handle: string; group: string }) {
  useEffect(() => moveDraft(`@${handle}`, group), [handle, group]);
  return <Navigate replace to={`/messages/${group}`} />;
}

function NoSuchPerson({ error, handle }: { error: Error; handle: string }) {
  const isUnknown = error instanceof ApiError && [404, 422].includes(error.status);
  if (!isUnknown) return <Cannot title="That did not work">{plainWords(error)}</Cannot>;
  return <Cannot title="Nobody by that handle">{`There is no @${handle}. Look at the spelling?`}</Cannot>;
}

function Cannot({ title, children }: { title: string; children: string }) {
  return (
    <main id="content" className="pane pane-empty">
      <EmptyState icon="search" title={title} isPage>
        <p>{children}</p>
        <Link className="button" to="/messages/new">
          Find somebody
        </Link>
      </EmptyState>
    </main>
  );
}

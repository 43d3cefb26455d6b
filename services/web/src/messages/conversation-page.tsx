import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/request.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { useTitle } from '../design/title.ts';
import { plainWords } from '../session/plain-words.ts';
import { useMe } from '../use-me.ts';
import { Composer } from './composer.tsx';
import { ConversationHead } from './conversation-head.tsx';
import { ConversationView } from './conversation-view.tsx';
import { useMessageGroups } from './message-groups-query.ts';
import { endsBefore } from './timeline.ts';
import { timelineQuery } from './timeline-query.ts';
import { useMessageGroup } from './use-message-group.ts';

export default function ConversationPage() {
  const { group = '' } = useParams();
  // Another conversation is another page: its place, its marker and its draft are its own.
  return <Conversation key={group} group={group.toLowerCase()} />;
}

function Conversation({ group }: { group: string }) {
  const me = useMe();
  const { data, error, isFetching, refetch } = useQuery(timelineQuery(group));
  const row = useMessageGroup(group, data !== undefined);
  const isBehind = row !== undefined && data !== undefined && endsBefore(data, row.created_at);
  // What is unread decides where a conversation opens, so it waits for the list, and for what the list tells of.
  const { isPending } = useMessageGroups();
  const isReady = useOnceTrue(data !== undefined && !isPending && !(isBehind && isFetching));
  // The row follows its message by a second: whoever has the row only has lost a frame.
  useEffect(() => {
    if (isBehind) void refetch({ cancelRefetch: false });
  }, [isBehind, refetch]);
  useTitle(row?.display_name ?? 'Conversation');
  if (error && !data) return isForbidden(error) ? <NotYours /> : <Failed error={error} retry={refetch} />;
  return (
    <main id="content" className="pane">
      <ConversationHead who={row} />
      {data && me && isReady ? (
        <ConversationView group={group} row={row} timeline={data} me={me.uuid} />
      ) : (
        <LoadingRows />
      )}
      <Composer conversation={group} to={row?.display_name} />
    </main>
  );
}

function useOnceTrue(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return was || now;
}

function isForbidden(error: Error): boolean {
  return error instanceof ApiError && [400, 404].includes(error.status);
}

function NotYours() {
  useTitle('Not found');
  return (
    <main id="content" className="pane pane-empty">
      <EmptyState icon="search" title="No such conversation" isPage>
        <p>It does not exist, or it is not yours.</p>
        <Link className="button" to="/messages">
          Your conversations
        </Link>
      </EmptyState>
    </main>
  );
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <main id="content" className="pane pane-empty">
      <div>
        <ErrorNotice>{plainWords(error)}</ErrorNotice>
        <button type="button" className="button" onClick={() => retry()}>
          Try again
        </button>
      </div>
    </main>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { ApiError } from '../../../../client/errors.ts';
import { messageGroupUuid } from '../../../../shared/contract/message-group-uuid.ts';
import { api } from '../api/api.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Composer } from '../conversation/composer.tsx';
import { ConversationHead } from '../conversation/conversation-head.tsx';
import { toLines } from '../conversation/lines.ts';
import { MessageLine } from '../conversation/message-line.tsx';
import { Avatar } from '../design/avatar.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Failure } from '../design/failure.tsx';
import { LoadingBubbles } from '../design/loading.tsx';
import { Pane } from '../design/pane.tsx';
import { useTitle } from '../design/title.ts';
import { moveDraft } from '../state/drafts.ts';
import { findMessageGroup, useMessageGroups } from '../state/message-groups-query.ts';
import { useOutbox } from '../state/outbox.ts';
import { useMe } from '../state/use-me.ts';
import { messageWords } from '../words/messages.ts';

/** The page to write to a handle. Redirects to the conversation once it exists. */
export default function FirstMessagePage() {
  const handle = (useParams().handle ?? '').replace(/^@/, '').toLowerCase();
  return <FirstMessage key={handle} handle={handle} />;
}

function FirstMessage({ handle }: { handle: string }) {
  const me = useMe();
  const user = useQuery({
    queryKey: ['user', handle],
    queryFn: () => api.getUserShort({ params: { handle: `@${handle}` } }),
  });
  const { data: list } = useMessageGroups();
  const found = useQuery({
    queryKey: ['message_group_with', handle],
    queryFn: () => findGroupOf(me?.uuid ?? '', user.data?.uuid ?? ''),
    enabled: me !== undefined && user.data !== undefined,
    staleTime: 0,
  });
  // The other may write first while this page is open.
  const group = list?.groups.find((group) => group.handle === handle)?.uuid ?? found.data;
  useTitle(user.data ? messageWords.messageTo(user.data.display_name) : messageWords.newMessage);
  if (me?.handle === handle)
    return <Cannot title={messageWords.thisIsYou}>{messageWords.onlyToOthers}</Cannot>;
  if (group) return <TakenOver handle={handle} group={group} />;
  if (user.error && !user.data)
    return <NoSuchPerson error={user.error} handle={handle} retry={user.refetch} />;
  if (!user.data || found.isPending) {
    return (
      <Pane head={<ConversationHead who={user.data} />}>
        <LoadingBubbles />
      </Pane>
    );
  }
  return <Compose who={user.data} />;
}

/** The group of two users, if they have one: its uuid follows from theirs. */
async function findGroupOf(me: string, other: string): Promise<string | null> {
  return (await findMessageGroup(messageGroupUuid(me, other)))?.uuid ?? null;
}

function Compose({ who }: { who: { handle: string; display_name: string } }) {
  const lines = toLines([], useOutbox(`@${who.handle}`), '', { firstNew: null, isWhole: true });
  return (
    <Pane head={<ConversationHead who={who} />}>
      <div className="talk">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container has to be reachable by keyboard. */}
        <section className="talk-scroll" aria-label={messageWords.messages} tabIndex={0}>
          <div className="talk-space" />
          {lines.length === 0 && (
            <div className="greeting">
              <Avatar name={who.display_name} handle={who.handle} size="large" />
              <p>{messageWords.beginningWith(<bdi className="name">{who.display_name}</bdi>)}</p>
            </div>
          )}
          {lines.map((line) => (
            <MessageLine key={line.key} line={line} />
          ))}
        </section>
      </div>
      <Composer conversation={`@${who.handle}`} to={who.display_name} />
    </Pane>
  );
}

function TakenOver({ handle, group }: { handle: string; group: string }) {
  useEffect(() => moveDraft(`@${handle}`, group), [handle, group]);
  return <Navigate replace to={`/messages/${group}`} />;
}

function NoSuchPerson({ error, handle, retry }: { error: Error; handle: string; retry: () => void }) {
  const isUnknown = error instanceof ApiError && [404, 422].includes(error.status);
  if (!isUnknown) return <Failed error={error} handle={handle} retry={retry} />;
  return <Cannot title={messageWords.userNotFound}>{messageWords.noSuchUser(handle)}</Cannot>;
}

/** Writing still works: the message is sent to the handle later. */
function Failed({ error, handle, retry }: { error: Error; handle: string; retry: () => void }) {
  return (
    <Pane head={<ConversationHead who={{ handle, display_name: `@${handle}` }} />}>
      <Failure retry={retry}>{whyNotLoaded(error)}</Failure>
      <Composer conversation={`@${handle}`} to={`@${handle}`} />
    </Pane>
  );
}

function Cannot({ title, children }: { title: string; children: string }) {
  return (
    <Pane>
      <EmptyState icon="search" title={title} isPage>
        <p>{children}</p>
        <Link className="button" to="/messages/new">
          {messageWords.findAPerson}
        </Link>
      </EmptyState>
    </Pane>
  );
}

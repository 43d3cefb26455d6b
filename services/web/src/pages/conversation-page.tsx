import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Link, useNavigationType, useParams } from 'react-router';
import { ApiError } from '../../../../client/errors.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Composer } from '../conversation/composer.tsx';
import { ConversationHead } from '../conversation/conversation-head.tsx';
import { ConversationView } from '../conversation/conversation-view.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Failure } from '../design/failure.tsx';
import { LoadingBubbles } from '../design/loading.tsx';
import { Pane } from '../design/pane.tsx';
import { useTitle } from '../design/title.ts';
import { ConversationMenu } from '../groups/conversation-menu.tsx';
import { showPerson } from '../groups/opened-menu.ts';
import { Blocked } from '../people/block-person.tsx';
import { isGone, shownName } from '../state/gone.ts';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { endsBefore, withoutCleared } from '../state/timeline.ts';
import { timelineQuery } from '../state/timeline-query.ts';
import { tellTyping } from '../state/typing.ts';
import { useMe } from '../state/use-me.ts';
import { useIsSought, useMessageGroup } from '../state/use-message-group.ts';
import { messageWords } from '../words/messages.ts';
import { shellWords } from '../words/shell.ts';
import { placesLeft, Request, RequestSent } from './request.tsx';

export default function ConversationPage() {
  const { group = '' } = useParams();
  // Keyed by conversation: each has its own scroll position, marker and draft.
  return <Conversation key={group} groupUuid={group.toLowerCase()} />;
}

function Conversation({ groupUuid }: { groupUuid: string }) {
  const me = useMe();
  const { data, error, isFetching, refetch } = useQuery(timelineQuery(groupUuid));
  const group = useMessageGroup(groupUuid, data !== undefined || (error !== null && !isForbidden(error)));
  const isBehind =
    group !== undefined && data !== undefined && !isEmptied(group) && endsBefore(data, group.created_at);
  // The unread count decides where a conversation opens, so wait for the list and for the messages it counts.
  const { isPending } = useMessageGroups();
  const [isOpenedByAddress] = useState(useNavigationType() === 'POP');
  const isReady = useOnceTrue(data !== undefined && !isPending && !(isBehind && isFetching));
  // A row comes about a second after its message: if it is ahead, a frame was lost.
  useEffect(() => {
    if (isBehind) void refetch({ cancelRefetch: false });
  }, [isBehind, refetch]);
  const clearedTo = group?.cleared_to;
  const timeline = useMemo(() => data && withoutCleared(data, clearedTo), [data, clearedTo]);
  const isRequest = group?.request === 'received';
  const own = timeline?.messages.filter(({ user_uuid }) => user_uuid === me?.uuid).length ?? 0;
  useTitle(group ? shownName(group) : messageWords.conversation);
  if (error && !data && isForbidden(error)) return <NotYours />;
  return (
    <Pane
      head={
        <>
          <ConversationHead
            who={group}
            group={groupUuid}
            onOpen={group && !isRequest ? () => showPerson(group) : undefined}
          />
          {group && !isRequest && <ConversationMenu group={group} />}
        </>
      }
    >
      {timeline && me && isReady && (
        <ConversationView groupUuid={groupUuid} group={group} timeline={timeline} me={me.uuid} />
      )}
      {error && !data && <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>}
      {!error && !(data && me && isReady) && <LoadingBubbles />}
      {isOpenedByAddress && !group ? (
        <FootUntilFound groupUuid={groupUuid} />
      ) : (
        <Foot groupUuid={groupUuid} group={group} left={placesLeft(group, own)} />
      )}
    </Pane>
  );
}

interface FootProps {
  groupUuid: string;
  group: MessageGroup | undefined;
  /** How many messages the user's request has left; undefined if it is none. */
  left: number | undefined;
}

/** The message box, or what stands in its place. */
function Foot({ groupUuid, group, left }: FootProps) {
  if (group && isGone(group)) {
    return (
      <p className="blocked" role="status">
        {messageWords.accountDeleted}
      </p>
    );
  }
  if (group?.blocked) return <Blocked who={group} />;
  if (group?.request === 'received') return <Request group={group} />;
  return (
    <>
      {group && left !== undefined && <RequestSent name={group.display_name} left={left} />}
      {left !== 0 && (
        <Composer
          conversation={groupUuid}
          to={group?.display_name}
          onType={group && (() => tellTyping(groupUuid))}
        />
      )}
    </>
  );
}

/**
 * While a conversation that was opened by its address looks for its row: only the room that a message box takes, since it
 * may be a request, which has none. Without a row, as just after a first message, there is a box.
 */
function FootUntilFound({ groupUuid }: { groupUuid: string }) {
  const isSought = useIsSought(groupUuid);
  const foot = <Foot groupUuid={groupUuid} group={undefined} left={undefined} />;
  if (!isSought) return foot;
  return (
    <div className="foot-room" inert>
      {foot}
    </div>
  );
}

/** The reader has deleted the newest message, too, so that none is missing. */
const isEmptied = ({ cleared_to, created_at }: MessageGroup) =>
  cleared_to !== undefined && cleared_to.slice(0, created_at.length) >= created_at;

function useOnceTrue(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return was || now;
}

function isForbidden(error: Error): boolean {
  return error instanceof ApiError && [400, 404].includes(error.status);
}

function NotYours() {
  useTitle(shellWords.notFound);
  return (
    <Pane>
      <EmptyState icon="search" title={messageWords.conversationNotFound} isPage>
        <p>{messageWords.notYours}</p>
        <Link className="button" to="/messages">
          {messageWords.yourConversations}
        </Link>
      </EmptyState>
    </Pane>
  );
}

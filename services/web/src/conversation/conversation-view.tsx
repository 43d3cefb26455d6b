import { useEffect, useMemo, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { shownName } from '../state/gone.ts';
import { useOutbox } from '../state/outbox.ts';
import { usePendingChanges } from '../state/pending-changes.ts';
import { useSeenTo } from '../state/seen.ts';
import type { Timeline } from '../state/timeline.ts';
import { withChanges } from '../state/with-changes.ts';
import { messageWords } from '../words/messages.ts';
import { followMessages } from './compose-mode.ts';
import { ConversationContext } from './conversation-context.ts';
import { askForDate, DateDialog } from './date-dialog.tsx';
import { JumpToNewest } from './jump-to-newest.tsx';
import { toLines } from './lines.ts';
import { MessageLine } from './message-line.tsx';
import { MessageMenu } from './message-menu.tsx';
import { moveBetweenMessages } from './move-between-messages.ts';
import { StickyDay } from './sticky-day.tsx';
import { useAnnouncedChanges } from './use-announced-changes.ts';
import { useAnnouncedMessages } from './use-announced-messages.ts';
import { useConversationScroll } from './use-conversation-scroll.ts';
import { useFirstNew } from './use-first-new.ts';
import { useJump } from './use-jump.ts';
import { useMarkRead } from './use-mark-read.ts';

interface Props {
  groupUuid: string;
  group: MessageGroup | undefined;
  timeline: Timeline;
  me: string;
}

/** The messages of a conversation, newest at the bottom. Virtualized: only lines near the viewport are in the DOM. */
export function ConversationView({ groupUuid, group, timeline, me }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const outbox = useOutbox(groupUuid, group && `@${group.handle}`);
  const isAtEnd = useRef(true);
  const firstNew = useFirstNew({ timeline, me, group, isAtEnd });
  const { messages, hasOlder, hasNewer } = timeline;
  const changes = usePendingChanges(groupUuid);
  const shown = useMemo(() => withChanges(messages, changes, me), [messages, changes, me]);
  const lines = useMemo(
    () => toLines(shown, hasNewer ? [] : outbox, me, { firstNew, isWhole: !hasOlder, changes }),
    [shown, hasOlder, hasNewer, outbox, me, firstNew, changes],
  );
  const newest = lines.findLast(({ sent }) => sent && !sent.deleted_at);
  const scroll = useConversationScroll({ groupUuid, timeline, lines, scroller, list, isAtEnd, outbox });
  useMarkRead({ groupUuid, group, timeline, me, isAtEnd: scroll.isAtEnd });
  useAnnouncedMessages(messages, me);
  useAnnouncedChanges(changes);
  useEffect(() => followMessages(shown), [shown]);
  const jump = useJump(groupUuid, lines, scroll.toLine);
  const seenTo = useSeenTo(groupUuid, messages, me);
  const other = group ? shownName(group) : messageWords.theOther;
  const isRequest = group && group.request === 'received';
  const conversation = useMemo(
    () => ({ group: groupUuid, me, other, isRequest, seenTo, show: jump.show }),
    [groupUuid, me, other, isRequest, seenTo, jump.show],
  );
  return (
    <ConversationContext value={conversation}>
      <div className="talk">
        <section
          ref={scroller}
          className="talk-scroll"
          aria-label={messageWords.messages}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container has to be reachable by keyboard.
          tabIndex={0}
          onKeyDownCapture={moveBetweenMessages}
        >
          <div className="talk-space" />
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            shift={scroll.shift}
            onScroll={scroll.onScroll}
            data={lines}
          >
            {(each) => (
              <MessageLine
                key={each.key}
                line={each}
                isTabStop={each === newest}
                isShown={each.key === jump.shown}
              />
            )}
          </Virtualizer>
        </section>
        <MessageMenu />
        <StickyDay scroller={scroller} list={list} lines={lines} onPress={() => askForDate(groupUuid)} />
        <DateDialog group={groupUuid} show={jump.show} />
        {scroll.isLoadingOlder && <LoadingOlder />}
        {!scroll.isAtEnd && (
          <JumpToNewest
            unread={group?.unread_count ?? 0}
            onPress={() => {
              // The button goes: a keyboard user goes on in the messages.
              scroller.current?.focus({ preventScroll: true });
              scroll.toEnd();
            }}
          />
        )}
      </div>
    </ConversationContext>
  );
}

function LoadingOlder() {
  return (
    <div className="talk-loading" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="visually-hidden">{messageWords.loadingOlder}</span>
    </div>
  );
}

import { useMemo, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { Icon } from '../design/icon.tsx';
import { useOutbox } from '../state/outbox.ts';
import type { Timeline } from '../state/timeline.ts';
import { toLines } from './lines.ts';
import { MessageLine } from './message-line.tsx';
import { useAnnouncedMessages } from './use-announced-messages.ts';
import { useConversationScroll } from './use-conversation-scroll.ts';
import { useFirstNew } from './use-first-new.ts';
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
  const lines = useMemo(
    () => toLines(messages, hasNewer ? [] : outbox, me, { firstNew, isWhole: !hasOlder }),
    [messages, hasOlder, hasNewer, outbox, me, firstNew],
  );
  const scroll = useConversationScroll({ groupUuid, timeline, lines, scroller, list, isAtEnd, outbox });
  useMarkRead({ groupUuid, group, timeline, me, isAtEnd: scroll.isAtEnd });
  useAnnouncedMessages(messages, me);
  return (
    <div className="talk">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container has to be reachable by keyboard. */}
      <section ref={scroller} className="talk-scroll" aria-label="Messages" tabIndex={0}>
        <div className="talk-space" />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          shift={scroll.shift}
          onScroll={scroll.onScroll}
          data={lines}
        >
          {(each) => <MessageLine key={each.key} line={each} />}
        </Virtualizer>
      </section>
      {scroll.isLoadingOlder && <LoadingOlder />}
      {!scroll.isAtEnd && (
        <button
          type="button"
          className="icon-button talk-down"
          onClick={() => {
            // The button goes: a keyboard user goes on in the messages.
            scroller.current?.focus({ preventScroll: true });
            scroll.toEnd();
          }}
          aria-label="Scroll to the newest message"
        >
          <Icon name="down" />
          {firstNew && <span className="talk-new" />}
        </button>
      )}
    </div>
  );
}

function LoadingOlder() {
  return (
    <div className="talk-loading" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="visually-hidden">Loading older messages</span>
    </div>
  );
}

import { useMemo, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { MessageGroup } from '../../../../shared/contract/contract.ts';
import { Icon } from '../design/icon.tsx';
import { MessageRow } from './message-row.tsx';
import { useOutbox } from './outbox.ts';
import { toRows } from './rows.ts';
import type { Timeline } from './timeline.ts';
import { useAnnouncedMessages } from './use-announced-messages.ts';
import { useConversationScroll } from './use-conversation-scroll.ts';
import { useFirstNew } from './use-first-new.ts';
import { useMarkRead } from './use-mark-read.ts';

interface Props {
  group: string;
  row: MessageGroup | undefined;
  timeline: Timeline;
  me: string;
}

/** The messages of a conversation, newest at the bottom. Only what is near the viewport is in the page. */
export function ConversationView({ group, row, timeline, me }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const outbox = useOutbox(group, row && `@${row.handle}`);
  const isAtEnd = useRef(true);
  const firstNew = useFirstNew({ messages: timeline.messages, me, row, isAtEnd });
  const { messages, hasNewer } = timeline;
  const rows = useMemo(
    () => toRows(messages, hasNewer ? [] : outbox, me, firstNew),
    [messages, hasNewer, outbox, me, firstNew],
  );
  const scroll = useConversationScroll({ group, timeline, rows, scroller, list, isAtEnd, outbox });
  useMarkRead({ group, row, timeline, me, isAtEnd: scroll.isAtEnd });
  useAnnouncedMessages(messages, me);
  return (
    <div className="talk">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <section ref={scroller} className="talk-scroll" aria-label="Messages" tabIndex={0}>
        <div className="talk-space" />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          shift={scroll.shift}
          onScroll={scroll.onScroll}
          data={rows}
        >
          {(each) => <MessageRow key={each.key} row={each} />}
        </Virtualizer>
      </section>
      {!scroll.isAtEnd && (
        <button
          type="button"
          className="icon-button talk-down"
          onClick={scroll.toEnd}
          aria-label="To the newest message"
        >
          <Icon name="down" />
          {firstNew && <span className="talk-new" />}
        </button>
      )}
    </div>
  );
}

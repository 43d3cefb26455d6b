import { useCallback } from 'react';
import { Contained } from '../design/contained.tsx';
import { Popover } from '../design/popover.tsx';
import { messageWords } from '../words/messages.ts';
import EmojiPanel, { type EmojiPanelProps } from './emoji-panel.tsx';

export interface EmojiPopoverProps extends EmojiPanelProps {
  anchor: HTMLElement;
  align?: 'middle' | 'start';
  /** Gets the focus when Escape closes it. */
  returnTo: HTMLElement | null;
  /** Where a press leaves it open. */
  also?: Element | null;
  close: () => void;
}

/** The emoji picker, beside what opened it. */
export default function EmojiPopover({ anchor, align, returnTo, also, close, choose }: EmojiPopoverProps) {
  const leave = useCallback(
    (byKey: boolean) => {
      close();
      if (byKey) returnTo?.focus({ preventScroll: true });
    },
    [close, returnTo],
  );
  const popover = {
    anchor,
    align,
    also,
    close: leave,
    label: messageWords.emoji,
    className: 'emoji-popover',
  };
  return (
    <Popover {...popover}>
      <Contained loading={<Loading />} frame={(notice) => notice}>
        <EmojiPanel choose={choose} />
      </Contained>
    </Popover>
  );
}

/** The emoji come in a chunk of their own. */
const Loading = () => (
  <div className="emoji-waiting">
    <span className="spinner" aria-hidden="true" />
  </div>
);

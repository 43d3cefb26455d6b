import type { Emoji } from 'frimousse';
import { type ReactNode, type RefObject, useCallback, useState } from 'react';
import { announce, announceAndShow } from '../design/announcer.tsx';
import { Contained } from '../design/contained.tsx';
import { Icon } from '../design/icon.tsx';
import { insertText } from '../emoji/insert-text.ts';
import { EmojiPopover } from '../emoji/lazy-emoji.ts';
import { messageWords } from '../words/messages.ts';
import { overflows } from './message-length.ts';

interface ComposerEmoji {
  isOpen: boolean;
  close: () => void;
  button: ReactNode;
  /** Rendered outside the form: Enter in its search field would send. */
  picker: ReactNode;
}

/** The emoji of a message box: they come in at the caret, and the picker stays open for more. */
export function useComposerEmoji(box: RefObject<HTMLTextAreaElement | null>): ComposerEmoji {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = useCallback(() => setAnchor(null), []);
  // What is not loaded until it is needed is loaded while the pointer or the focus is on its way.
  const load = () => void EmojiPopover.load().catch(() => {});
  const insert = ({ emoji, label }: Emoji, byKey: boolean) => {
    const { current } = box;
    if (!current) return;
    if (overflows(current, emoji)) return announceAndShow(messageWords.noRoomForEmoji);
    const before = document.activeElement;
    insertText(current, emoji);
    announce(messageWords.emojiInserted(label));
    if (byKey && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  return {
    isOpen: anchor !== null,
    close,
    button: (
      <button
        type="button"
        className="composer-emoji"
        aria-label={messageWords.emoji}
        title={messageWords.emoji}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onPointerEnter={load}
        onFocus={load}
        onClick={({ currentTarget }) => setAnchor(anchor ? null : currentTarget)}
      >
        <Icon name="smile" />
      </button>
    ),
    picker: anchor && (
      <Contained loading={null} frame={(notice) => notice}>
        <EmojiPopover
          anchor={anchor.parentElement ?? anchor}
          align="start"
          returnTo={box.current}
          also={anchor.closest('form')}
          choose={insert}
          close={close}
        />
      </Contained>
    ),
  };
}

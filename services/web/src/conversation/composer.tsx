import {
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Icon } from '../design/icon.tsx';
import { keepDraft, readDraft } from '../state/drafts.ts';
import { queueMessage } from '../state/outbox.ts';
import { isSendable, messageLength } from './message-length.ts';
import './composer.css';

/** Where a message is written. What is in it is kept until it is sent, also across a reload. */
export function Composer({ conversation, to }: { conversation: string; to: string | undefined }) {
  const [text, setText] = useState(() => readDraft(conversation));
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const change = (now: string) => {
    setText(now);
    keepDraft(conversation, now);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    box.current?.focus();
    if (!isSendable(text)) return;
    queueMessage(conversation, text);
    change('');
  };
  useHeight(box, text);
  useFocusOnDesktop(box);
  const { left, isTooLong, isShown } = messageLength(text);
  return (
    <form className="composer" onSubmit={send}>
      <div className="composer-box">
        <label htmlFor={id} className="visually-hidden">
          {to ? `Message to ${to}` : 'Message'}
        </label>
        <textarea
          ref={box}
          id={id}
          rows={1}
          dir="auto"
          value={text}
          placeholder="Write a message"
          enterKeyHint="send"
          aria-invalid={isTooLong || undefined}
          aria-describedby={isShown ? `${id}-left` : undefined}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => isSendKey(event) && send(event)}
        />
        <span id={`${id}-left`} className={`composer-left${isTooLong ? ' composer-over' : ''}`} role="status">
          {isShown && (
            <>
              {left}
              <span className="visually-hidden">
                {isTooLong ? ' characters too many' : ' characters left'}
              </span>
            </>
          )}
        </span>
      </div>
      <button type="submit" className="composer-send" aria-label="Send" aria-disabled={!isSendable(text)}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/**
 * Enter sends, Shift+Enter breaks; an Enter that ends a composed character (as in Japanese) does neither. Safari
 * has ended it by then, and marks the key by its old code only.
 */
function isSendKey({ key, shiftKey, keyCode, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing && keyCode !== COMPOSING;
}

const COMPOSING = 229;

/** Grows with the text up to the height that the style allows. */
function useHeight(box: { current: HTMLTextAreaElement | null }, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is that of this text.
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [box, text]);
}

/** On a phone the keyboard would cover what one came to read. */
function useFocusOnDesktop(box: { current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    if (matchMedia('(hover: hover) and (min-width: 720px)').matches)
      box.current?.focus({ preventScroll: true });
  }, [box]);
}

import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { announce } from '../design/announcer.tsx';
import { Icon } from '../design/icon.tsx';
import { keepDraft, openDraft } from '../state/drafts.ts';
import { offeredText } from '../state/offered-text.ts';
import { queueMessage } from '../state/outbox.ts';
import { useStore } from '../store/create-store.ts';
import {
  isSendable,
  MAX_COMPOSED_CHARACTERS,
  messageLength,
  overflows,
  withoutControls,
} from './message-length.ts';
import './composer.css';

/** The message box. Its draft is kept until it is sent, also across a reload. */
export function Composer({ conversation, to }: { conversation: string; to: string | undefined }) {
  const [text, setText] = useState(() => openDraft(conversation));
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const wasCut = useCutWarning(box, text);
  const change = (written: string) => {
    const now = withoutControls(written);
    setText(now);
    keepDraft(conversation, now);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    box.current?.focus();
    if (isSendable(text)) {
      queueMessage(conversation, text);
      change('');
    } else if (messageLength(text).isTooLong) announce(`Not sent: ${lengthInWords(text)}.`);
  };
  useOfferedText(conversation, (offered) => {
    change(text ? `${offered}\n${text}` : offered);
    box.current?.focus();
  });
  useHeight(box, text);
  useFocusOnDesktop(box);
  const { isTooLong } = messageLength(text);
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
          maxLength={MAX_COMPOSED_CHARACTERS}
          placeholder="Write a message"
          enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
          aria-invalid={isTooLong || undefined}
          aria-describedby={`${id}-left`}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => isSendKey(event) && send(event)}
        />
        <LengthLeft id={`${id}-left`} text={text} wasCut={wasCut} />
      </div>
      <button type="submit" className="composer-send" aria-label="Send" aria-disabled={!isSendable(text)}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** The character counter near the limit; screen readers hear it at some numbers only. */
function LengthLeft({ id, text, wasCut }: { id: string; text: string; wasCut: boolean }) {
  const { left, isShown, isTooLong } = messageLength(text);
  useEffect(() => {
    if (left in spokenAt) announce(lengthInWords(text));
  }, [left, text]);
  return (
    <div id={id} className={`composer-left${isTooLong ? ' composer-over' : ''}`}>
      {wasCut && <p>The text was too long: only its beginning was kept. </p>}
      {isShown && (
        <>
          <span aria-hidden="true">{left}</span>
          <span className="visually-hidden">{lengthInWords(text)}</span>
        </>
      )}
    </div>
  );
}

const spokenAt = { 100: true, 50: true, 20: true, 0: true, '-1': true };

function lengthInWords(text: string): string {
  const { left } = messageLength(text);
  return left < 0 ? `${-left} characters too many` : `${left} characters left`;
}

/** Whether the browser cut the last input: `maxLength` does that silently. */
function useCutWarning(box: RefObject<HTMLTextAreaElement | null>, text: string): boolean {
  const [cutText, setCutText] = useState<string>();
  useEffect(() => {
    const area = box.current;
    const look = ({ data }: InputEvent) => {
      if (!area || !overflows(area, data ?? '')) return;
      announce('The text was too long: only its beginning was kept.');
      requestAnimationFrame(() => setCutText(area.value));
    };
    area?.addEventListener('beforeinput', look);
    return () => area?.removeEventListener('beforeinput', look);
  }, [box]);
  return cutText !== undefined && cutText === text;
}

/**
 * Enter sends, Shift+Enter breaks the line. An Enter that ends an IME composition does neither; Safari has ended the
 * composition by then and marks the key by its `keyCode` only. On a touch keyboard Enter breaks the line: it has no
 * Shift+Enter, and the send button is near.
 */
function isSendKey({ key, shiftKey, keyCode, nativeEvent }: KeyboardEvent): boolean {
  const isEnter = key === 'Enter' && !shiftKey && !nativeEvent.isComposing && keyCode !== COMPOSING;
  return isEnter && !hasTouchKeyboard();
}

const COMPOSING = 229;

function hasTouchKeyboard(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Takes a text that another part of the page offers to this conversation. */
function useOfferedText(conversation: string, take: (text: string) => void): void {
  const offer = useStore(offeredText);
  useEffect(() => {
    if (offer?.conversation !== conversation) return;
    offeredText.set(null);
    take(offer.text);
  });
}

/** Grows with the text up to the maximum height of the style. */
function useHeight(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text.
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [box, text]);
}

/** Not on a phone: the keyboard would cover the messages. */
function useFocusOnDesktop(box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (matchMedia('(hover: hover) and (min-width: 45em)').matches)
      box.current?.focus({ preventScroll: true });
  }, [box]);
}

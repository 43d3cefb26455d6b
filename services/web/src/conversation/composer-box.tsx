import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useState,
} from 'react';
import { announce } from '../design/announcer.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { messageWords } from '../words/messages.ts';
import {
  isSendable,
  MAX_COMPOSED_CHARACTERS,
  messageLength,
  overflows,
  withoutControls,
} from './message-length.ts';
import { useComposerEmoji } from './use-composer-emoji.tsx';
import './composer.css';

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  label: string;
  text: string;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
  /** Keys that the box does not take itself. */
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  /** Shown above the box: what is edited or answered. */
  above?: ReactNode;
  /** The button; without it, it sends. */
  send?: { label: string; icon: IconName } | undefined;
}

/** A text box that grows, counts and sends by Enter. */
export function ComposerBox({ box, label, text, onChange, onSend, onKeyDown, above, send }: Props) {
  const id = useId();
  const wasCut = useCutWarning(box, text);
  const emoji = useComposerEmoji(box);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    emoji.close();
    box.current?.focus();
    if (isSendable(text)) onSend(text);
    else if (messageLength(text).isTooLong) announce(messageWords.notSentLength(lengthInWords(text)));
  };
  const { isTooLong } = messageLength(text);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSendKey(event)) submit(event);
    else if (event.key === 'Escape' && emoji.isOpen) emoji.close();
    else onKeyDown?.(event);
  };
  return (
    <>
      <form className="composer" onSubmit={submit}>
        {above}
        <div className="composer-box">
          <label htmlFor={id} className="visually-hidden">
            {label}
          </label>
          {emoji.button}
          <div className="composer-text" data-text={text}>
            <textarea
              ref={box}
              id={id}
              rows={1}
              dir="auto"
              value={text}
              maxLength={MAX_COMPOSED_CHARACTERS}
              placeholder={messageWords.writeAMessage}
              enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
              aria-invalid={isTooLong || undefined}
              aria-describedby={`${id}-left`}
              onChange={(event) => onChange(withoutControls(event.target.value))}
              onKeyDown={press}
            />
          </div>
          <LengthLeft id={`${id}-left`} text={text} wasCut={wasCut} />
        </div>
        <button
          type="submit"
          className="composer-send"
          aria-label={send?.label ?? messageWords.send}
          aria-disabled={!isSendable(text)}
        >
          <Icon name={send?.icon ?? 'send'} />
        </button>
      </form>
      {emoji.picker}
    </>
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
      {wasCut && <p>{messageWords.tooLong} </p>}
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
  return left < 0 ? messageWords.charactersTooMany(-left) : messageWords.charactersLeft(left);
}

/** Whether the browser cut the last input: `maxLength` does that silently. */
function useCutWarning(box: RefObject<HTMLTextAreaElement | null>, text: string): boolean {
  const [cutText, setCutText] = useState<string>();
  useEffect(() => {
    const area = box.current;
    const look = ({ data }: InputEvent) => {
      if (!area || !overflows(area, data ?? '')) return;
      announce(messageWords.tooLong);
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

import { useLayoutEffect, useRef, useState } from 'react';
import { messageWords } from '../words/messages.ts';
import { FormattedText, hasBlocks } from './formatted-text.tsx';

/** Texts with at least this many characters or line breaks may be too tall. */
const MAYBE_TALL_CHARACTERS = 300;
const MAYBE_TALL_BREAKS = 10;

/** The lines that were unfolded. Kept outside: scrolling removes lines from the page and renders them again. */
const unfolded = new Set<string>();

/** The text of a message. A very tall one is folded. */
export function MessageText({ text, lineKey }: { text: string; lineKey: string }) {
  if (!mayBeTall(text)) {
    return (
      <div className={`text${hasBlocks(text) ? ' text-block' : ''}`}>
        <FormattedText text={text} />
      </div>
    );
  }
  return <TallText text={text} lineKey={lineKey} />;
}

function TallText({ text, lineKey }: { text: string; lineKey: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [isTall, setTall] = useState(false);
  const [isOpen, setOpen] = useState(() => unfolded.has(lineKey));
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    if (!isOpen) setTall(scrollHeight > clientHeight + 1);
  }, [isOpen]);
  const toggle = () => {
    if (isOpen) unfolded.delete(lineKey);
    else unfolded.add(lineKey);
    setOpen(!isOpen);
  };
  return (
    <>
      <div ref={box} className={`text text-block${isOpen ? '' : ' text-folded'}`}>
        <FormattedText text={text} />
      </div>
      {(isTall || isOpen) && (
        <button type="button" className="link-button text-more" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? messageWords.showLess : messageWords.showMore}
        </button>
      )}
    </>
  );
}

function mayBeTall(text: string): boolean {
  return text.length >= MAYBE_TALL_CHARACTERS || text.split('\n').length > MAYBE_TALL_BREAKS;
}

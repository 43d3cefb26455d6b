import { type Block, QUOTED, toBlocks } from './blocks.ts';
import { useConversation } from './conversation-context.ts';
import { format, MARKERS, type Part } from './formatting.ts';
import './formatted-text.css';

/**
 * A text with its emphasis, code, quotes and web addresses. What is copied from it has the signs that were written: they
 * are in the page, of no size, and a block ends its line by itself.
 */
export function FormattedText({ text }: { text: string }) {
  const blocks = toBlocks(text);
  // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text are never reordered.
  return blocks.map((block, index) => <OneBlock key={index} block={block} isAlone={blocks.length === 1} />);
}

/** Whether a text has blocks of its own, which its bubble shows as wide as they are. */
export const hasBlocks = (text: string): boolean => toBlocks(text).some(({ kind }) => kind !== 'lines');

function OneBlock({ block, isAlone }: { block: Block; isAlone: boolean }) {
  if (block.kind === 'fenced') {
    return (
      <>
        <span className="marker marker-line">{block.open}</span>
        <code className="fenced">{block.text}</code>
        <span className="marker marker-line">{block.close}</span>
      </>
    );
  }
  if (block.kind === 'quote') {
    return (
      <blockquote className="quoted">
        <Lines texts={block.texts} marker={QUOTED} />
      </blockquote>
    );
  }
  return isAlone ? <Parts parts={format(block.text)} /> : <Lines texts={block.text.split('\n')} />;
}

/** Each line as a block: beside other blocks an empty one is seen, and copied, only so. */
function Lines({ texts, marker }: { texts: readonly string[]; marker?: string }) {
  return texts.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: nor are the lines of a block.
    <div key={index}>
      {marker && <span className="marker">{marker}</span>}
      {text === '' ? <br /> : <Parts parts={format(text)} />}
    </div>
  ));
}

function Parts({ parts }: { parts: readonly Part[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are never reordered.
  return parts.map((part, index) => <One key={index} part={part} />);
}

function One({ part }: { part: Part }) {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'link') return <WebLink {...part} />;
  const sign = <span className="marker">{MARKERS[part.kind]}</span>;
  const Tag = part.kind;
  return (
    <Tag>
      {sign}
      {'parts' in part ? <Parts parts={part.parts} /> : part.text}
      {sign}
    </Tag>
  );
}

/** A stranger's address is no link. */
function WebLink({ text, href, host }: { text: string; href: string; host?: string | undefined }) {
  const conversation = useConversation();
  if (conversation && conversation.isRequest !== false) return text;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text}
      {host && <span className="link-host"> ({host})</span>}
    </a>
  );
}

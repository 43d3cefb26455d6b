import { useConversation } from './conversation-context.ts';
import { format, MARKERS, type Part } from './formatting.ts';
import './formatted-text.css';

/** A text with its emphasis, code and web addresses. What is copied from it has the signs that were written. */
export function FormattedText({ text }: { text: string }) {
  return <Parts parts={format(text)} />;
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

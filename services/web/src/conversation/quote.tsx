import type { ReplyTo } from '../../../../shared/contract/messages.ts';
import { messageWords } from '../words/messages.ts';
import type { Conversation } from './conversation-context.ts';
import { nameOf } from './name-of.ts';
import './quote.css';

/** What a reply answers; a press leads there. */
export function Quote({ quoted, conversation }: { quoted: ReplyTo; conversation: Conversation }) {
  const name = nameOf(quoted.user_uuid, conversation);
  if (quoted.deleted) {
    return (
      <div className="quote">
        <strong>{name}</strong>
        <span className="quote-deleted">{messageWords.messageDeleted}</span>
      </div>
    );
  }
  return (
    <button type="button" className="quote" onClick={() => conversation.show(quoted.uuid)}>
      <strong>{name}</strong>
      <span className="visually-hidden"> {messageWords.wroteBefore} </span>
      <bdi className="quote-text">{quoted.message}</bdi>
    </button>
  );
}

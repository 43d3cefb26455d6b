import type { Message } from '../../../../shared/contract/messages.ts';
import type { PendingChange } from '../state/pending-changes.ts';
import { listOf } from '../words/language.ts';
import { messageWords } from '../words/messages.ts';
import { changeOrSay } from './change-or-say.ts';
import type { Conversation } from './conversation-context.ts';
import { nameOf } from './name-of.ts';
import './reactions.css';

interface Props {
  message: Message;
  conversation: Conversation;
  /** What is not acknowledged yet. */
  changes: readonly PendingChange[];
}

/** The reactions on a message; a press puts or takes one's own. */
export function Reactions({ message, conversation, changes }: Props) {
  if (!message.reactions?.length) return null;
  return (
    <ul className="reactions" aria-label={messageWords.reactions}>
      {message.reactions.map(({ emoji, user_uuids }) => {
        const names = listOf(user_uuids.map((uuid) => nameOf(uuid, conversation)));
        const isOwn = user_uuids.includes(conversation.me);
        const isWaiting = changes.some(
          (change) => change.kind === 'react' && change.emoji === emoji && change.refused === undefined,
        );
        return (
          <li key={emoji}>
            <button
              type="button"
              className={`reaction${isWaiting ? ' reaction-waiting' : ''}`}
              aria-pressed={isOwn}
              title={names}
              onClick={() => changeOrSay(conversation.group, message, { kind: 'react', emoji, isOn: !isOwn })}
            >
              {emoji} {user_uuids.length > 1 && <span className="reaction-count">{user_uuids.length}</span>}
              <span className="visually-hidden">
                {' '}
                {names}
                {isWaiting && `, ${messageWords.waitingToBeSent}`}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

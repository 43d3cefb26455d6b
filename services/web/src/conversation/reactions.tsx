import type { Message } from '../../../../shared/contract/messages.ts';
import { plainWords } from '../api/plain-words.ts';
import { announceAndShow } from '../design/announcer.tsx';
import { react } from '../state/change-message.ts';
import { type Conversation, nameOf } from './conversation-context.ts';
import './reactions.css';

interface Props {
  message: Message;
  conversation: Conversation;
}

/** The reactions on a message; a press puts or takes one's own. */
export function Reactions({ message, conversation }: Props) {
  if (!message.reactions?.length) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {message.reactions.map(({ emoji, user_uuids }) => {
        const names = user_uuids.map((uuid) => nameOf(uuid, conversation)).join(' and ');
        const isOwn = user_uuids.includes(conversation.me);
        return (
          <li key={emoji}>
            <button
              type="button"
              className="reaction"
              aria-pressed={isOwn}
              title={names}
              onClick={() => reactOrSay(conversation.group, message, emoji, !isOwn)}
            >
              {emoji} {user_uuids.length > 1 && <span className="reaction-count">{user_uuids.length}</span>}
              <span className="visually-hidden"> {names}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Reacts; a failure is shown, and changes nothing. */
export function reactOrSay(group: string, message: Message, emoji: string, isOn: boolean): void {
  react(group, message, emoji, isOn).catch((error) => announceAndShow(`Not changed. ${plainWords(error)}`));
}

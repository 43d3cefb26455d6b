import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { Icon } from '../design/icon.tsx';
import { messageWords } from '../words/messages.ts';
import { openGroupMenu, useOpenedGroup } from './opened-menu.ts';

/** The button in a conversation's head that opens its menu. */
export function ConversationMenu({ group }: { group: MessageGroup }) {
  const isOpen = useOpenedGroup()?.group.uuid === group.uuid;
  return (
    <button
      type="button"
      className="icon-button pane-action"
      aria-label={messageWords.conversationMenu}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={({ currentTarget }) => openGroupMenu(group, currentTarget)}
    >
      <Icon name="more" />
    </button>
  );
}

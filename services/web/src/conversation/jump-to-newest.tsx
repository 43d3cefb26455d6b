import { Icon } from '../design/icon.tsx';
import { unreadLabel } from '../state/group-list.ts';
import { messageWords } from '../words/messages.ts';

/** The button back to the newest message, with how many messages wait there unread. */
export function JumpToNewest({ unread, onPress }: { unread: number; onPress: () => void }) {
  return (
    <button type="button" className="icon-button talk-down" onClick={onPress}>
      <Icon name="down" />
      <span className="visually-hidden">{messageWords.scrollToNewest}</span>
      {unread > 0 && (
        <span className="badge talk-unread">
          {unreadLabel(unread)}
          <span className="visually-hidden"> {messageWords.new}</span>
        </span>
      )}
    </button>
  );
}

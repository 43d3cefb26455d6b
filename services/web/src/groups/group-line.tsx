import { NavLink } from 'react-router';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { Avatar } from '../design/avatar.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { useMinute } from '../design/use-minute.ts';
import { age, exactTime } from '../design/when.ts';
import { useDraft } from '../state/drafts.ts';
import { isMuted, unreadLabel } from '../state/group-list.ts';
import { useIsTyping } from '../state/typing.ts';
import { useOpenedGroup } from './opened-menu.ts';
import { useRowMenu } from './use-row-menu.ts';

/** The length of the preview in the DOM; the style truncates it further. */
const MAX_SHOWN = 200;
const DELETED = 'Message deleted';

/** A message group in the list: the person, the age, the last message or the draft, the unread count. */
export function GroupLine({ group, isCurrent }: { group: MessageGroup; isCurrent: boolean }) {
  const now = useMinute();
  const draft = useDraft(group.uuid);
  const isTyping = useIsTyping(group.uuid);
  const isUnread = group.unread_count > 0;
  const menu = useRowMenu(group);
  const hasMenuOpen = useOpenedGroup()?.group.uuid === group.uuid;
  const states = `${isUnread ? ' group-unread' : ''}${hasMenuOpen ? ' group-opened' : ''}`;
  return (
    <NavLink
      to={`/messages/${group.uuid}`}
      className={`group${states}`}
      aria-keyshortcuts="Shift+F10"
      // A finger that rests on it would begin to drag it.
      draggable={false}
      {...menu}
    >
      <Avatar name={group.display_name} handle={group.handle} />
      <span className="group-who">
        <bdi className="name">{group.display_name}</bdi> <span className="handle">@{group.handle}</span>
        {group.list === 'pinned' && <Mark icon="pin">Pinned</Mark>}
        {isMuted(group) && <Mark icon="mute">Muted</Mark>}
        {group.request === 'sent' && <Mark icon="clock">Waits until it is accepted</Mark>}
      </span>
      <time className="group-age" dateTime={group.created_at} title={exactTime(group.created_at)}>
        {age(group.created_at, now)}
      </time>
      {isTyping ? (
        <span className="group-last typing">typing…</span>
      ) : (
        // The composer shows the draft of the open conversation.
        <Last draft={isCurrent ? '' : draft} message={lastOf(group)} />
      )}
      {isUnread && (
        <span className={`badge${isMuted(group) || group.request ? ' badge-quiet' : ''}`}>
          {unreadLabel(group.unread_count)}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </NavLink>
  );
}

function lastOf({ request, list, message, message_deleted }: MessageGroup): string {
  if (request === 'received' && list === 'archived') return 'Request declined';
  return message_deleted ? DELETED : message;
}

function Mark({ icon, children }: { icon: IconName; children: string }) {
  return (
    <span className="group-mark">
      <Icon name={icon} />
      <span className="visually-hidden"> {children}</span>
    </span>
  );
}

/** A draft of a first message: there is no message group yet. */
export function DraftLine({ handle }: { handle: string }) {
  return (
    <NavLink to={`/messages/new/${handle}`} className="group">
      <Avatar name={handle} handle={handle} />
      <span className="group-who">
        <span className="name">@{handle}</span>
      </span>
      <Last draft={useDraft(`@${handle}`)} message="" />
    </NavLink>
  );
}

function Last({ draft, message }: { draft: string; message: string }) {
  return (
    <bdi className="group-last" dir="auto">
      {draft && <span className="draft">Draft: </span>}
      {(draft || message).slice(0, MAX_SHOWN)}
    </bdi>
  );
}

import { memo } from 'react';
import { NavLink } from 'react-router';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { Avatar } from '../design/avatar.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { useMinute } from '../design/use-minute.ts';
import { age, exactTime } from '../design/when.ts';
import { useDraft } from '../state/drafts.ts';
import { shownName } from '../state/gone.ts';
import { isMuted, unreadLabel } from '../state/group-list.ts';
import { useIsKnownSeen } from '../state/seen.ts';
import { useIsTyping } from '../state/typing.ts';
import { messageWords } from '../words/messages.ts';
import { shellWords } from '../words/shell.ts';
import { useOpenedGroup } from './opened-menu.ts';
import { useRowMenu } from './use-row-menu.ts';

/** The length of the preview in the DOM; the style truncates it further. */
const MAX_SHOWN = 200;

interface Props {
  group: MessageGroup;
  isCurrent: boolean;
  /** Another one in the list has the same name: the handle tells them apart. */
  hasNamesake?: boolean;
}

/**
 * A message group in the list: the person, the age, the last message or the draft, the unread count. Rendered again only
 * when its own row changes.
 */
export const GroupLine = memo(function GroupLine({ group, isCurrent, hasNamesake = false }: Props) {
  const now = useMinute();
  const draft = useDraft(group.uuid);
  const isTyping = useIsTyping(group.uuid);
  const isUnread = group.unread_count > 0;
  const name = shownName(group);
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
      <Avatar name={name} handle={group.handle} />
      <span className="group-who">
        <bdi className="name">{name}</bdi>
        {hasNamesake && <span className="handle"> @{group.handle}</span>}
        {group.list === 'pinned' && <Mark icon="pin">{messageWords.pinned}</Mark>}
        {isMuted(group) && <Mark icon="mute">{messageWords.muted}</Mark>}
        {group.request === 'sent' && <Mark icon="clock">{messageWords.waitsForAcceptance}</Mark>}
      </span>
      <time className="group-age" dateTime={group.created_at} title={exactTime(group.created_at)}>
        {age(group.created_at, now)}
      </time>
      {isTyping ? (
        <span className="group-last typing">{messageWords.typing}</span>
      ) : (
        // The composer shows the draft of the open conversation.
        <Last draft={isCurrent ? '' : draft} message={lastOf(group)} own={ownOf(group)} />
      )}
      {isUnread && (
        <span className={`badge${isMuted(group) || group.request ? ' badge-quiet' : ''}`}>
          {unreadLabel(group.unread_count)}
          <span className="visually-hidden"> {shellWords.unread}</span>
        </span>
      )}
    </NavLink>
  );
});

function lastOf({ request, list, message, message_deleted }: MessageGroup): string {
  if (request === 'received' && list === 'archived') return messageWords.requestDeclined;
  return message_deleted ? messageWords.messageDeleted : message;
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
      <Last draft={useDraft(`@${handle}`)} message="" own={undefined} />
    </NavLink>
  );
}

/** The group, if its last text is one that the reader has sent. */
const ownOf = (group: MessageGroup) =>
  group.message_mine && !group.message_deleted && group.message !== '' ? group : undefined;

interface LastProps {
  draft: string;
  message: string;
  own: MessageGroup | undefined;
}

function Last({ draft, message, own }: LastProps) {
  return (
    <bdi className="group-last" dir="auto">
      {draft && <span className="draft">{messageWords.draft} </span>}
      {!draft && own && <Own group={own} />}
      {(draft || message).slice(0, MAX_SHOWN)}
    </bdi>
  );
}

/** That the last text is the reader's own, and whether it was seen. */
function Own({ group: { uuid, created_at } }: { group: MessageGroup }) {
  const isSeen = useIsKnownSeen(uuid, created_at);
  return (
    <span className="group-own">
      <Icon name={isSeen ? 'seen' : 'check'} />
      <span className="visually-hidden">{isSeen ? messageWords.sentAndSeen : messageWords.sent}. </span>
      {messageWords.you}:{' '}
    </span>
  );
}

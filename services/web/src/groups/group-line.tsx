import { NavLink } from 'react-router';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { Avatar } from '../design/avatar.tsx';
import { useMinute } from '../design/use-minute.ts';
import { age, exactTime } from '../design/when.ts';
import { readDraft } from '../state/drafts.ts';
import { unreadLabel } from '../state/group-list.ts';

/** A message group in the list: who, how long ago, what was last said or is half written, how much is unread. */
export function GroupLine({ group }: { group: MessageGroup }) {
  const now = useMinute();
  const draft = readDraft(group.uuid);
  return (
    <NavLink
      to={`/messages/${group.uuid}`}
      className={`group${group.unread_count > 0 ? ' group-unread' : ''}`}
    >
      <Avatar name={group.display_name} handle={group.handle} />
      <span className="group-who">
        <bdi className="name">{group.display_name}</bdi> <span className="handle">@{group.handle}</span>
      </span>
      <time className="group-age" dateTime={group.created_at} title={exactTime(group.created_at)}>
        {age(group.created_at, now)}
      </time>
      <bdi className="group-last" dir="auto">
        {draft && <span className="draft">Draft: </span>}
        {(draft || group.message).slice(0, 200)}
      </bdi>
      {group.unread_count > 0 && (
        <span className="badge">
          {unreadLabel(group.unread_count)}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </NavLink>
  );
}

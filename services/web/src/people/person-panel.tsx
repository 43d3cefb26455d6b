import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { api } from '../api/api.ts';
import { Avatar } from '../design/avatar.tsx';
import { Closing, Dialog } from '../design/dialog.tsx';
import { monthName } from '../design/when.ts';
import { isGone, shownName } from '../state/gone.ts';
import { useMessageGroup } from '../state/use-message-group.ts';
import { peopleWords } from '../words/people.ts';
import './person-panel.css';

interface Props {
  shown: MessageGroup;
  close: () => void;
  /** What can be done about the person and the conversation with them, as it is now. */
  children: (group: MessageGroup) => ReactNode;
}

/** The panel about the other person of a conversation. */
export function PersonPanel({ shown, close, children }: Props) {
  const group = useMessageGroup(shown.uuid, true) ?? shown;
  const { handle } = group;
  const name = shownName(group);
  return (
    <Dialog title={<bdi>{name}</bdi>} className="person-panel" close={close}>
      <Avatar name={name} handle={handle} size="large" />
      <p className="quiet">@{handle}</p>
      {!isGone(group) && <Joined handle={handle} />}
      <div className="person-choices">{children(group)}</div>
      <Closing close={close} />
    </Dialog>
  );
}

function Joined({ handle }: { handle: string }) {
  const { data } = useQuery({
    queryKey: ['user', handle],
    queryFn: () => api.getUserShort({ params: { handle: `@${handle}` } }),
  });
  return <p className="quiet">{data?.joined ? peopleWords.memberSince(monthName(data.joined)) : '\u00a0'}</p>;
}

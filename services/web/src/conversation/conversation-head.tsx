import { useEffect, useRef } from 'react';
import { announce } from '../design/announcer.tsx';
import { Avatar } from '../design/avatar.tsx';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';
import { useIsTyping } from '../state/typing.ts';

interface Props {
  who: { display_name: string; handle: string } | undefined;
  /** The message group; none before the first message. */
  group?: string;
}

/** The head of a conversation: the other person, and whether they are typing. */
export function ConversationHead({ who, group = '' }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useArrivalFocus(heading);
  if (!who) return <h1 className="visually-hidden">Conversation</h1>;
  return (
    <>
      <Avatar name={who.display_name} handle={who.handle} />
      <div className="pane-who">
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{who.display_name}</bdi>
        </h1>
        <Handle who={who} group={group} />
      </div>
    </>
  );
}

/** The typing indicator takes the handle's place: nothing moves. */
function Handle({ who: { display_name, handle }, group }: { who: NonNullable<Props['who']>; group: string }) {
  const isTyping = useIsTyping(group);
  useEffect(() => {
    if (isTyping) announce(`${display_name} is typing`);
  }, [isTyping, display_name]);
  return isTyping ? <span className="typing">typing…</span> : <span className="handle">@{handle}</span>;
}

import { useEffect, useRef } from 'react';
import { announce } from '../design/announcer.tsx';
import { Avatar } from '../design/avatar.tsx';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';
import { shownName } from '../state/gone.ts';
import { useIsTyping } from '../state/typing.ts';
import { messageWords } from '../words/messages.ts';

interface Props {
  who: { display_name: string; handle: string } | undefined;
  /** The message group; none before the first message. */
  group?: string;
  /** Shows more about them. */
  onOpen?: (() => void) | undefined;
}

/** The head of a conversation: the other person, and whether they are typing. */
export function ConversationHead({ who, group = '', onOpen }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useArrivalFocus(heading);
  if (!who) return <h1 className="visually-hidden">{messageWords.conversation}</h1>;
  const name = shownName(who);
  return (
    <div className="pane-person">
      <Avatar name={name} handle={who.handle} />
      <div className="pane-who">
        <h1 ref={heading} tabIndex={-1}>
          {onOpen ? (
            <button type="button" className="pane-open" aria-haspopup="dialog" onClick={onOpen}>
              <bdi>{name}</bdi>
            </button>
          ) : (
            <bdi>{name}</bdi>
          )}
        </h1>
        <Handle who={who} group={group} />
      </div>
    </div>
  );
}

/** The typing indicator takes the handle's place: nothing moves. */
function Handle({ who: { display_name, handle }, group }: { who: NonNullable<Props['who']>; group: string }) {
  const isTyping = useIsTyping(group);
  useEffect(() => {
    if (isTyping) announce(messageWords.isTyping(display_name));
  }, [isTyping, display_name]);
  return isTyping ? (
    <span className="typing">{messageWords.typing}</span>
  ) : (
    <span className="handle">@{handle}</span>
  );
}

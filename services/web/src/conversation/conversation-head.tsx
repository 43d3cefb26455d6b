import { useRef } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';

/** The head of a conversation: the other person. */
export function ConversationHead({ who }: { who: { display_name: string; handle: string } | undefined }) {
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
        <span className="handle">@{who.handle}</span>
      </div>
    </>
  );
}

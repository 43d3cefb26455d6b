import { useRef } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../design/avatar.tsx';
import { Icon } from '../design/icon.tsx';
import { useArrivalFocus } from '../design/use-arrival-focus.ts';

/** With whom one talks, and on a phone the way back. */
export function ConversationHead({ who }: { who: { display_name: string; handle: string } | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useArrivalFocus(heading);
  return (
    <header className="pane-head">
      <Link className="icon-button pane-back" to="/messages" aria-label="Back to the conversations">
        <Icon name="back" />
      </Link>
      {who ? (
        <>
          <Avatar name={who.display_name} handle={who.handle} />
          <div className="pane-who">
            <h1 ref={heading} tabIndex={-1}>
              <bdi>{who.display_name}</bdi>
            </h1>
            <span className="handle">@{who.handle}</span>
          </div>
        </>
      ) : (
        <h1 className="visually-hidden">Conversation</h1>
      )}
    </header>
  );
}

import { Link } from 'react-router';
import { announceAndShow } from '../design/announcer.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Icon } from '../design/icon.tsx';
import { useMe } from '../state/use-me.ts';
import { messageWords } from '../words/messages.ts';

/** For somebody without conversations: to find people, and the own link for others to write by. */
export function Invitation() {
  const me = useMe();
  const link = me && `${location.origin}/messages/new/${me.handle}`;
  return (
    <EmptyState icon="messages" title={messageWords.noConversations}>
      <p>{messageWords.findAndWrite}</p>
      <Link className="button" to="/messages/new">
        {messageWords.writeAMessage}
      </Link>
      {link && (
        <div className="own-link">
          <p>{messageWords.ownLink}</p>
          <code>{link}</code>
          <button type="button" className="button button-quiet" onClick={() => void copy(link)}>
            <Icon name="link" />
            {messageWords.copyLink}
          </button>
        </div>
      )}
    </EmptyState>
  );
}

async function copy(link: string): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  );
  announceAndShow(isCopied ? messageWords.linkCopied : messageWords.cannotCopy);
}

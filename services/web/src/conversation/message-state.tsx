import { Icon } from '../design/icon.tsx';
import { waitingTime } from '../design/waiting-time.ts';
import { useOffline } from '../net/reachability.ts';
import { changesLimited, messagesLimited, useSecondsToWait } from '../state/limited.ts';
import { messageWords } from '../words/messages.ts';

/** A message that the server has. */
export function Sent({ isSeen }: { isSeen: boolean }) {
  const words = isSeen ? messageWords.sentAndSeen : messageWords.sent;
  return (
    <span className="bubble-state" title={words}>
      <Icon name={isSeen ? 'seen' : 'check'} />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

/** The names of the texts in the catalogue. */
const WORDS = {
  message: {
    limited: () => messageWords.messageLimited,
    offline: () => messageWords.messageOffline,
    now: () => messageWords.sending,
  },
  change: {
    limited: () => messageWords.changeLimited,
    offline: () => messageWords.changeOffline,
    now: () => messageWords.changing,
  },
};

/** A message, or a change of one, that the server has not acknowledged. */
export function Waiting({ what }: { what: keyof typeof WORDS }) {
  const offline = useOffline();
  const seconds = useSecondsToWait(what === 'message' ? messagesLimited : changesLimited);
  if (seconds > 1 && !offline) {
    return <span className="bubble-state">{WORDS[what].limited()(waitingTime(seconds))}</span>;
  }
  const words = offline ? WORDS[what].offline() : WORDS[what].now();
  return (
    <span className="bubble-state" title={words}>
      <Icon name={offline ? 'offline' : 'clock'} />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

import { type ReactNode, useEffect, useState } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import { nextTryAt, tryNow } from '../live/poll.ts';
import { useOutage } from '../net/reachability.ts';
import { useMe } from '../state/use-me.ts';
import { keptInMemory } from '../store/browser-storage.ts';
import { useStore } from '../store/create-store.ts';

/** Problems that concern every page, shown above its content. */
export function Banners() {
  const isForgetful = useStore(keptInMemory) > 0;
  const me = useMe();
  return (
    <div className="banners" role="status">
      <OutageBanner />
      {me?.suspended && (
        <Banner icon="warning">Your account is suspended. You can read, but not send, edit or react.</Banner>
      )}
      {isForgetful && (
        <Banner icon="warning">
          This browser cannot keep what you write: its storage is full or blocked. Leave this page open until
          it is sent.
        </Banner>
      )}
    </div>
  );
}

function OutageBanner() {
  const outage = useOutage();
  if (outage === 'no-network')
    return <Banner icon="offline">You are offline. Your messages are sent when you are online again.</Banner>;
  if (outage === null) return null;
  return (
    <Banner icon="offline">
      Cruddur does not answer. What you write is sent when it does. <Countdown />
    </Banner>
  );
}

/** The seconds until the next try, which screen readers are not told each second, and a button. */
function Countdown() {
  const at = useStore(nextTryAt);
  const seconds = useSecondsUntil(at ?? 0);
  if (at === null) return null;
  return (
    <>
      <span aria-hidden="true">{seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again …'}</span>{' '}
      <button type="button" className="link-button" onClick={() => void tryNow()}>
        Try now
      </button>
    </>
  );
}

function useSecondsUntil(instant: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((instant - now) / 1000));
}

function Banner({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <p>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

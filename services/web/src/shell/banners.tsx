import { type ReactNode, useEffect, useState } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import { nextTryAt, tryNow } from '../live/poll.ts';
import { useOutage } from '../net/reachability.ts';
import { useMe } from '../state/use-me.ts';
import { keptInMemory } from '../store/browser-storage.ts';
import { useStore } from '../store/create-store.ts';
import { shellWords } from '../words/shell.ts';

/** Problems that concern every page, shown above its content. */
export function Banners() {
  const isForgetful = useStore(keptInMemory) > 0;
  const me = useMe();
  return (
    <div className="banners" role="status">
      <OutageBanner />
      {me?.suspended && <Banner icon="warning">{shellWords.suspended}</Banner>}
      {isForgetful && <Banner icon="warning">{shellWords.cannotKeep} </Banner>}
    </div>
  );
}

function OutageBanner() {
  const outage = useOutage();
  if (outage === 'no-network') return <Banner icon="offline">{shellWords.offline}</Banner>;
  if (outage === null) return null;
  return (
    <Banner icon="offline">
      {shellWords.noAnswer} <Countdown />
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
      <span aria-hidden="true">
        {seconds > 0 ? shellWords.tryingAgainIn(seconds) : shellWords.tryingAgain}
      </span>{' '}
      <button type="button" className="link-button" onClick={() => void tryNow()}>
        {shellWords.tryNow}
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

import { Icon, type IconName } from '../design/icon.tsx';
import { useOffline } from '../net/reachability.ts';
import { keptInMemory } from '../store/browser-storage.ts';
import { useStore } from '../store/create-store.ts';

/** Problems that concern every page, shown above its content. */
export function Banners() {
  const isOffline = useOffline();
  const isForgetful = useStore(keptInMemory) > 0;
  return (
    <div className="banners" role="status">
      {isOffline && (
        <Banner icon="offline">You are offline. What you write is sent when you are back.</Banner>
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

function Banner({ icon, children }: { icon: IconName; children: string }) {
  return (
    <p>
      <Icon name={icon} />
      {children}
    </p>
  );
}

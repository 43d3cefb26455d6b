import { useEffect } from 'react';
import { Link, NavLink, Outlet, useNavigate } from 'react-router';
import { Avatar } from '../design/avatar.tsx';
import { useBadge } from '../design/badge.ts';
import { Contained } from '../design/contained.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { useUnreadInTitle } from '../design/title.ts';
import { useAnnouncedGroups } from '../groups/use-announced-groups.ts';
import { keepLive } from '../live/keep-live.ts';
import { notifiedPath } from '../live/notify.ts';
import { useSession } from '../session/session.ts';
import { totalUnread, unreadLabel } from '../state/group-list.ts';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { keepDevice } from '../state/notification-settings.ts';
import { useMe } from '../state/use-me.ts';
import { useStore } from '../store/create-store.ts';
import { accountWords } from '../words/account.ts';
import { shellWords } from '../words/shell.ts';
import { Banners } from './banners.tsx';
import { loadAhead } from './lazy-pages.ts';
import { Shortcuts } from './shortcuts.tsx';

/** The layout of every page: navigation, the signed-in user, the connection banner. */
export default function Shell() {
  const me = useMe();
  const isSignedIn = useSession() !== null;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {shellWords.skipToContent}
      </a>
      <nav className="rail" aria-label={shellWords.mainNavigation}>
        <Link to="/" className="rail-logo" aria-label={shellWords.logo}>
          <img src="/favicon.svg" alt="" width="36" height="36" />
        </Link>
        {!isSignedIn && <RailLink to="/" icon="home" label={shellWords.home} />}
        {me ? (
          <MessagesLink me={me.uuid} />
        ) : (
          <RailLink to="/messages" icon="messages" label={shellWords.messages} />
        )}
        <SessionLinks />
      </nav>
      {me && <Shortcuts />}
      <div className="shell-main">
        <Banners />
        <Contained
          loading={
            <main id="content" className="page">
              <LoadingRows />
            </main>
          }
          frame={(notice) => (
            <main id="content" className="page">
              {notice}
            </main>
          )}
        >
          <Outlet />
        </Contained>
      </div>
    </div>
  );
}

function SessionLinks() {
  const me = useMe();
  const isSignedIn = useSession() !== null;
  if (!isSignedIn) return <RailLink to="/signin" icon="signin" label={accountWords.signIn} />;
  return (
    <>
      <RailLink to="/settings" icon="settings" label={shellWords.settings} />
      {me && (
        <Link className="rail-me" to="/settings" title={`${me.display_name} @${me.handle}`}>
          <Avatar name={me.display_name} handle={me.handle} />
          <span className="visually-hidden">{shellWords.signedInAs(me.display_name)}</span>
        </Link>
      )}
    </>
  );
}

/** Mounted on every page while a user is signed in: keeps badges and lists live. */
function MessagesLink({ me }: { me: string }) {
  const { data, isSuccess } = useMessageGroups();
  const count = data ? totalUnread(data) : 0;
  useUnreadInTitle(count > 0 ? unreadLabel(count) : '');
  useBadge(count);
  useWantedPath();
  useAnnouncedGroups(data);
  useEffect(() => keepLive(me), [me]);
  useEffect(() => {
    if (!isSuccess) return;
    loadAhead();
    void keepDevice();
  }, [isSuccess]);
  return <RailLink to="/messages" icon="messages" label={shellWords.messages} badge={count} />;
}

/** Opens what a notification was pressed for. */
function useWantedPath(): void {
  const navigate = useNavigate();
  const path = useStore(notifiedPath);
  useEffect(() => {
    if (path === null) return;
    notifiedPath.set(null);
    void navigate(path);
  }, [path, navigate]);
}

function RailLink({
  to,
  icon,
  label,
  badge = 0,
}: {
  to: string;
  icon: IconName;
  label: string;
  badge?: number;
}) {
  return (
    <NavLink to={to} end={to === '/'} className="rail-link">
      <Icon name={icon} />
      <span>{label}</span>
      {badge > 0 && (
        <span className="badge">
          {unreadLabel(badge)}
          <span className="visually-hidden"> {shellWords.unread}</span>
        </span>
      )}
    </NavLink>
  );
}

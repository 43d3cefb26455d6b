import { useEffect } from 'react';
import { Link, NavLink, Outlet } from 'react-router';
import { Avatar } from '../design/avatar.tsx';
import { Contained } from '../design/contained.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { useUnreadInTitle } from '../design/title.ts';
import { useAnnouncedGroups } from '../groups/use-announced-groups.ts';
import { keepLive } from '../live/keep-live.ts';
import { useSession } from '../session/session.ts';
import { totalUnread, unreadLabel } from '../state/group-list.ts';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { useMe } from '../state/use-me.ts';
import { Banners } from './banners.tsx';
import { loadAhead } from './lazy-pages.ts';
import { Shortcuts } from './shortcuts.tsx';

/** The layout of every page: navigation, the signed-in user, the connection banner. */
export function Shell() {
  const me = useMe();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <nav className="rail" aria-label="Main">
        <Link to="/" className="rail-logo" aria-label="Cruddur, home">
          <img src="/favicon.svg" alt="" width="36" height="36" />
        </Link>
        <RailLink to="/" icon="home" label="Home" />
        {me ? <MessagesLink me={me.uuid} /> : <RailLink to="/messages" icon="messages" label="Messages" />}
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
  if (!isSignedIn) return <RailLink to="/signin" icon="signin" label="Sign in" />;
  return (
    <>
      <RailLink to="/settings" icon="settings" label="Settings" />
      {me && (
        <Link className="rail-me" to="/settings" title={`${me.display_name} @${me.handle}`}>
          <Avatar name={me.display_name} handle={me.handle} />
          <span className="visually-hidden">Signed in as {me.display_name}</span>
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
  useAnnouncedGroups(data);
  useEffect(() => keepLive(me), [me]);
  useEffect(() => {
    if (isSuccess) loadAhead();
  }, [isSuccess]);
  return <RailLink to="/messages" icon="messages" label="Messages" badge={count} />;
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
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </NavLink>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Activity } from '../../../../shared/contract/activities.ts';
import { api } from '../api/api.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { FormattedText } from '../conversation/formatted-text.tsx';
import { Avatar } from '../design/avatar.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { age, exactTime, shortDate } from '../design/when.ts';
import { useSession } from '../session/session.ts';

export function HomePage() {
  const isSignedIn = useSession() !== null;
  return (
    <Page title="Home" className="page-narrow">
      {!isSignedIn && <Welcome />}
      <Feed />
    </Page>
  );
}

function Welcome() {
  return (
    <section className="welcome" aria-label="Welcome">
      <h2>Talk to people, not to an algorithm.</h2>
      <p>Cruddur carries messages between two people: live, in order, and to nobody else.</p>
      <div className="welcome-actions">
        <Link className="button" to="/signup">
          Create an account
        </Link>
        <Link className="button button-quiet" to="/signin">
          Sign in
        </Link>
      </div>
    </section>
  );
}

function Feed() {
  const { data, error, refetch } = useQuery({
    queryKey: ['home'],
    queryFn: () => api.listHomeActivities({ anonymous: true }),
  });
  if (error && !data) {
    return (
      <>
        <ErrorNotice>{whyNotLoaded(error)}</ErrorNotice>
        <button type="button" className="button" onClick={() => refetch()}>
          Try again
        </button>
      </>
    );
  }
  if (!data) return <LoadingRows rows={3} />;
  if (data.length === 0) {
    return (
      <EmptyState icon="home" title="Quiet so far">
        <p>When people share something, it shows up here.</p>
      </EmptyState>
    );
  }
  return (
    <ol className="feed" aria-label="Activities">
      {data.map((activity) => (
        <li key={activity.uuid}>
          <ActivityCard activity={activity} />
        </li>
      ))}
    </ol>
  );
}

function ActivityCard({ activity }: { activity: Activity }) {
  const { handle, display_name, created_at, expires_at } = activity;
  return (
    <article className="card activity">
      <Avatar name={display_name} handle={handle} />
      <div className="activity-body">
        <header>
          <bdi className="name">{display_name}</bdi>
          <Link className="handle" to={`/messages/new/${handle}`} title={`Write to @${handle}`}>
            @{handle}
          </Link>
          <time dateTime={created_at} title={exactTime(created_at)}>
            {age(created_at)}
          </time>
        </header>
        <p className="text" dir="auto">
          <FormattedText text={activity.message} />
        </p>
        <footer>
          <Count icon="reply" label="replies" count={activity.replies_count} />
          <Count icon="repost" label="reposts" count={activity.reposts_count} />
          <Count icon="like" label="likes" count={activity.likes_count} />
          {expires_at && (
            <span className="activity-expiry" title={exactTime(expires_at)}>
              <Icon name="clock" />
              until {shortDate(expires_at)}
            </span>
          )}
        </footer>
      </div>
    </article>
  );
}

function Count({ icon, label, count }: { icon: IconName; label: string; count: number }) {
  return (
    <span className="count">
      <Icon name={icon} />
      {count}
      <span className="visually-hidden"> {label}</span>
    </span>
  );
}

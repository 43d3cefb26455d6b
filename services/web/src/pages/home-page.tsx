import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Activity } from '../../../../shared/contract/activities.ts';
import { api } from '../api/api.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { FormattedText } from '../conversation/formatted-text.tsx';
import { Avatar } from '../design/avatar.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { age, exactTime, shortDate } from '../design/when.ts';
import { useSession } from '../session/session.ts';
import { accountWords } from '../words/account.ts';
import { shellWords } from '../words/shell.ts';

export default function HomePage() {
  const isSignedIn = useSession() !== null;
  return (
    <Page title={shellWords.home} className="page-narrow">
      {!isSignedIn && <Welcome />}
      <Feed />
    </Page>
  );
}

function Welcome() {
  return (
    <section className="welcome" aria-label={shellWords.welcome}>
      <h2>{shellWords.welcomeTitle}</h2>
      <p>{shellWords.welcomeText}</p>
      <div className="welcome-actions">
        <Link className="button" to="/signup">
          {accountWords.createAnAccount}
        </Link>
        <Link className="button button-quiet" to="/signin">
          {accountWords.signIn}
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
          {shellWords.tryAgain}
        </button>
      </>
    );
  }
  if (!data) return <LoadingRows rows={3} />;
  if (data.length === 0) {
    return (
      <EmptyState icon="home" title={shellWords.quietSoFar}>
        <p>{shellWords.feedIsEmpty}</p>
      </EmptyState>
    );
  }
  return (
    <ol className="feed" aria-label={shellWords.activities}>
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
          <Link className="handle" to={`/messages/new/${handle}`} title={shellWords.writeTo(handle)}>
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
          <Count of={activity.replies_count} word={shellWords.replies} />
          <Count of={activity.reposts_count} word={shellWords.reposts} />
          <Count of={activity.likes_count} word={shellWords.likes} />
          {expires_at && (
            <span className="activity-expiry" title={exactTime(expires_at)}>
              <Icon name="clock" />
              {shellWords.until(shortDate(expires_at))}
            </span>
          )}
        </footer>
      </div>
    </article>
  );
}

/** In words: an icon would look like a button. */
function Count({ of, word }: { of: number; word: (count: number) => string }) {
  return of > 0 && <span>{`${of} ${word(of)}`}</span>;
}

import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from 'react-router';
import { ApiError } from '../../../../client/errors.ts';
import { plainWords, whyNotLoaded } from '../api/plain-words.ts';
import { LoadingRows } from '../design/loading.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { ChooseHandlePage } from '../pages/choose-handle-page.tsx';
import { hasSignedOut, useSession } from '../session/session.ts';
import { signOut } from '../session/sign-out.ts';
import { meQuery } from '../state/use-me.ts';
import { accountWords } from '../words/account.ts';
import { shellWords } from '../words/shell.ts';

/** Requires a signed-in, registered user; others sign in or choose a handle first, and come back. */
export function RequireUser() {
  const session = useSession();
  const { pathname, search } = useLocation();
  const me = useQuery({ ...meQuery, enabled: session !== null });
  if (!session && hasSignedOut())
    return <Navigate replace to="/signin" state={{ notice: shellWords.youAreSignedOut }} />;
  if (!session)
    return <Navigate replace to={`/signin?${new URLSearchParams({ return: pathname + search })}`} />;
  if (me.data) return <Outlet />;
  if (me.error && needsHandle(me.error)) return <ChooseHandlePage reason={plainWords(me.error)} />;
  const fault = me.error ?? me.failureReason;
  return (
    <main id="content" className="page">
      {fault && <ErrorNotice>{whyNotLoaded(fault)}</ErrorNotice>}
      {me.error ? (
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => me.refetch()}>
            {shellWords.tryAgain}
          </button>
          <button type="button" className="button button-quiet" onClick={signOut}>
            {accountWords.signOut}
          </button>
        </div>
      ) : (
        <LoadingRows />
      )}
    </main>
  );
}

function needsHandle(error: Error): boolean {
  const needs = ['handle_taken', 'handle_invalid'];
  return error instanceof ApiError && error.codes.some((code) => needs.includes(code));
}

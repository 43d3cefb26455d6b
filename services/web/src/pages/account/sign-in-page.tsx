import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { Field } from '../../design/field.tsx';
import { ErrorNotice, Notice } from '../../design/notice.tsx';
import { CognitoError } from '../../session/cognito.ts';
import { returnPath } from '../../session/return-path.ts';
import { sessionHasExpired, useSession } from '../../session/session.ts';
import { signIn } from '../../session/sign-in.ts';
import { awaitConfirmation } from '../../session/sign-up.ts';
import { SubmitButton } from '../submit-button.tsx';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';

export function SignInPage() {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const session = useSession();
  const form = useForm(async ({ email = '', password = '' }) => {
    try {
      await signIn(email.trim(), password);
    } catch (error) {
      if (!(error instanceof CognitoError) || error.code !== 'UserNotConfirmedException') throw error;
      awaitConfirmation(email.trim(), password);
      await navigate(`/confirm${search}`, { state: { email: email.trim() } });
    }
  });
  if (session) return <Navigate replace to={returnPath(search)} />;
  return (
    <AccountCard
      title="Sign in"
      lead="To read and write your messages."
      foot={
        <>
          New here? <Link to={`/signup${search}`}>Create an account</Link>
        </>
      }
    >
      {state?.notice && <Notice>{state.notice}</Notice>}
      {sessionHasExpired() && <Notice>Your session has ended. Sign in to continue where you were.</Notice>}
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={state?.email}
        />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Link to={`/forgot${search}`} className="form-aside">
          Forgot your password?
        </Link>
        <SubmitButton isBusy={form.isBusy}>Sign in</SubmitButton>
      </form>
    </AccountCard>
  );
}

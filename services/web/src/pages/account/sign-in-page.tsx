import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { ErrorNotice, Notice } from '../../design/notice.tsx';
import { SubmitButton } from '../../design/submit-button.tsx';
import { CognitoError } from '../../session/cognito.ts';
import { returnPath } from '../../session/return-path.ts';
import { sessionHasExpired, useSession } from '../../session/session.ts';
import { signIn } from '../../session/sign-in.ts';
import { awaitConfirmation } from '../../session/sign-up.ts';
import { accountWords } from '../../words/account.ts';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { EmailField, PasswordField } from './account-fields.tsx';

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
      title={accountWords.signIn}
      lead={accountWords.signInLead}
      foot={
        <>
          {accountWords.newHere} <Link to={`/signup${search}`}>{accountWords.createAnAccount}</Link>
        </>
      }
    >
      {state?.notice && <Notice>{state.notice}</Notice>}
      {sessionHasExpired() && <Notice>{accountWords.sessionHasEnded}</Notice>}
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        <EmailField defaultValue={state?.email} />
        <PasswordField />
        <Link to={`/forgot${search}`} className="form-aside">
          {accountWords.forgotPassword}
        </Link>
        <SubmitButton isBusy={form.isBusy}>{accountWords.signIn}</SubmitButton>
      </form>
    </AccountCard>
  );
}

import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { ErrorNotice } from '../../design/notice.tsx';
import { SubmitButton } from '../../design/submit-button.tsx';
import { CognitoError } from '../../session/cognito.ts';
import { forgotPassword } from '../../session/forgot-password.ts';
import { returnPath } from '../../session/return-path.ts';
import { signIn } from '../../session/sign-in.ts';
import { accountAwaitingConfirmation, confirmSignUp, resendCode } from '../../session/sign-up.ts';
import { accountWords } from '../../words/account.ts';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { CodeField, EmailField } from './account-fields.tsx';
import { NoCode } from './no-code.tsx';

export function ConfirmPage() {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const [email, setEmail] = useState<string>(state?.email ?? accountAwaitingConfirmation()?.email ?? '');
  const form = useForm(async ({ code = '' }) => {
    await confirmSignUp(email.trim(), code.trim());
    if (await isSignedIn(email.trim())) {
      await navigate(returnPath(search), { replace: true });
    } else {
      // The owner of the mailbox may not be who chose the password: they set a new one.
      const isSent = await forgotPassword(email.trim()).then(
        () => true,
        () => false,
      );
      await navigate(`/forgot${search}`, { state: { email: email.trim(), isSent, isNew: true } });
    }
  });
  return (
    <AccountCard
      title={accountWords.confirmEmail}
      lead={state?.email ? accountWords.codeSentTo(email) : accountWords.enterCode}
      foot={
        <>
          {accountWords.wrongAddress} <Link to={`/signup${search}`}>{accountWords.startAgain}</Link>
          <br />
          {accountWords.alreadyConfirmed} <Link to={`/signin${search}`}>{accountWords.signIn}</Link>
        </>
      }
    >
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        {!state?.email && <EmailField value={email} onChange={(event) => setEmail(event.target.value)} />}
        <CodeField />
        <SubmitButton isBusy={form.isBusy}>{accountWords.confirm}</SubmitButton>
      </form>
      <NoCode email={email.trim()} resend={() => resendCode(email.trim())} />
    </AccountCard>
  );
}

/**
 * Signs in with the password of this page's sign-up. It is not the account's if somebody else has signed up with the
 * address in the meantime, and their code was entered.
 */
async function isSignedIn(email: string): Promise<boolean> {
  const awaiting = accountAwaitingConfirmation();
  if (awaiting?.email !== email) return false;
  return signIn(email, awaiting.password).then(
    () => true,
    (error) => {
      if (error instanceof CognitoError && error.code === 'NotAuthorizedException') return false;
      throw error;
    },
  );
}

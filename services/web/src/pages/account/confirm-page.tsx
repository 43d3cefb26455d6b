import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { plainWords } from '../../api/plain-words.ts';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { configuration } from '../../net/configuration.ts';
import { CognitoError } from '../../session/cognito.ts';
import { forgotPassword } from '../../session/forgot-password.ts';
import { returnPath } from '../../session/return-path.ts';
import { signIn } from '../../session/sign-in.ts';
import { accountAwaitingConfirmation, confirmSignUp, resendCode } from '../../session/sign-up.ts';
import { SubmitButton } from '../submit-button.tsx';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';

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
      title="Confirm your email"
      lead={state?.email ? <>We have sent a code to {email}.</> : 'Enter the code that was sent to you.'}
      foot={
        <>
          Wrong address? <Link to={`/signup${search}`}>Start again</Link>
          <br />
          Already confirmed? <Link to={`/signin${search}`}>Sign in</Link>
        </>
      }
    >
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        {!state?.email && (
          <Field
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
        <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
        <SubmitButton isBusy={form.isBusy}>Confirm</SubmitButton>
      </form>
      <NoCode email={email.trim()} />
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

/** Help without a code: resends it, or on the local cloud, which sends no mail, shows the command that prints it. */
function NoCode({ email }: { email: string }) {
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  if (!data) return null;
  if (!data.codeCommand) return <Resend email={email} />;
  return (
    <p className="account-foot">
      Local cloud: <code>{`${data.codeCommand} ${email || 'EMAIL'}`}</code>
    </p>
  );
}

function Resend({ email }: { email: string }) {
  const [told, setTold] = useState('');
  const resend = () =>
    resendCode(email)
      .then(() => setTold('A new code is on its way.'))
      .catch((error) => setTold(plainWords(error)));
  return (
    <div className="form-more">
      <button type="button" className="button button-quiet" disabled={!email} onClick={resend}>
        Send another code
      </button>
      <p role="status">{told}</p>
    </div>
  );
}

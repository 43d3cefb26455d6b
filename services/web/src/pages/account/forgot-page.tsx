import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { Field } from '../../design/field.tsx';
import { ErrorNotice, Notice } from '../../design/notice.tsx';
import { forgotPassword, resetPassword } from '../../session/forgot-password.ts';
import { returnPath } from '../../session/return-path.ts';
import { SubmitButton } from '../submit-button.tsx';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { NewPasswordField, useNewPassword } from './new-password.tsx';

export function ForgotPage() {
  const { state, search } = useLocation();
  const [email, setEmail] = useState<string | undefined>(state?.isSent ? state.email : undefined);
  const back = <Link to={`/signin${search}`}>Back to signing in</Link>;
  return (
    <AccountCard
      title={email ? 'Choose a new password' : 'Forgot your password?'}
      lead={
        email ? (
          <>We have sent a code to {email}.</>
        ) : (
          'We send a code to your email. With it you choose a new password.'
        )
      }
      foot={back}
    >
      {state?.isNew && <Notice>Your email is confirmed. Now choose your password.</Notice>}
      {email ? <NewPassword email={email} /> : <AskForCode email={state?.email} onSent={setEmail} />}
    </AccountCard>
  );
}

function AskForCode({
  email: known,
  onSent,
}: {
  email: string | undefined;
  onSent: (email: string) => void;
}) {
  const form = useForm(async ({ email = '' }) => {
    await forgotPassword(email.trim());
    onSent(email.trim());
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <Field label="Email" name="email" type="email" autoComplete="username" required defaultValue={known} />
      <SubmitButton isBusy={form.isBusy}>Send the code</SubmitButton>
    </form>
  );
}

function NewPassword({ email }: { email: string }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const password = useNewPassword();
  const form = useForm(async ({ code = '' }) => {
    if (!password.check()) return;
    await resetPassword(email, code.trim(), password.value);
    await navigate(returnPath(search), { replace: true });
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
      <NewPasswordField label="New password" password={password} />
      <SubmitButton isBusy={form.isBusy}>Change the password</SubmitButton>
    </form>
  );
}

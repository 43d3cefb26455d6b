import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { confirmForgotPassword, forgotPassword } from '../../session/forgot-password.ts';
import { SubmitButton } from '../submit-button.tsx';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { NewPasswordField, useNewPassword } from './new-password.tsx';

export function ForgotPage() {
  const [email, setEmail] = useState<string>();
  const back = <Link to={`/signin${useLocation().search}`}>Back to signing in</Link>;
  return (
    <AccountCard
      title={email ? 'Choose a new password' : 'Forgot your password?'}
      lead={email ? <>We have sent a code to {email}.</> : 'We send you a code to choose a new one with.'}
      foot={back}
    >
      {email ? <NewPassword email={email} /> : <AskForCode onSent={setEmail} />}
    </AccountCard>
  );
}

function AskForCode({ onSent }: { onSent: (email: string) => void }) {
  const form = useForm(async ({ email = '' }) => {
    await forgotPassword(email.trim());
    onSent(email.trim());
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <Field label="Email" name="email" type="email" autoComplete="username" required />
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
    await confirmForgotPassword(email, code.trim(), password.value);
    const notice = 'Your password is changed. Sign in with the new one.';
    await navigate(`/signin${search}`, { state: { email, notice } });
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

import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Field } from '../design/field.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { confirmForgotPassword, forgotPassword } from '../session/forgot-password.ts';
import { passwordIsGood } from '../session/password-rules.ts';
import { AccountCard } from './account-card.tsx';
import { PasswordHint } from './password-hint.tsx';
import { SubmitButton } from './submit-button.tsx';
import { useForm } from './use-form.ts';

export function ForgotPage() {
  const [email, setEmail] = useState<string>();
  const back = <Link to="/signin">Back to signing in</Link>;
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
  const [password, setPassword] = useState('');
  const form = useForm(async ({ code = '' }) => {
    if (!passwordIsGood(password)) return;
    await confirmForgotPassword(email, code.trim(), password);
    navigate('/signin', { state: { email, notice: 'Your password is changed. Sign in with the new one.' } });
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        hint={<PasswordHint password={password} />}
      />
      <SubmitButton isBusy={form.isBusy}>Change the password</SubmitButton>
    </form>
  );
}

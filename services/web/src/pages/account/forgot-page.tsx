import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { ErrorNotice, Notice } from '../../design/notice.tsx';
import { SubmitButton } from '../../design/submit-button.tsx';
import { forgotPassword, resetPassword } from '../../session/forgot-password.ts';
import { returnPath } from '../../session/return-path.ts';
import { accountWords } from '../../words/account.ts';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { CodeField, EmailField } from './account-fields.tsx';
import { NewPasswordField, useNewPassword } from './new-password.tsx';

export function ForgotPage() {
  const { state, search } = useLocation();
  const [email, setEmail] = useState<string | undefined>(state?.isSent ? state.email : undefined);
  const back = <Link to={`/signin${search}`}>{accountWords.backToSignIn}</Link>;
  return (
    <AccountCard
      title={email ? accountWords.chooseNewPassword : accountWords.forgotPassword}
      lead={email ? accountWords.codeSentTo(email) : accountWords.forgotLead}
      foot={back}
    >
      {state?.isNew && <Notice>{accountWords.emailConfirmed}</Notice>}
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
      <EmailField defaultValue={known} />
      <SubmitButton isBusy={form.isBusy}>{accountWords.sendTheCode}</SubmitButton>
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
      <CodeField />
      <NewPasswordField label={accountWords.newPassword} password={password} />
      <SubmitButton isBusy={form.isBusy}>{accountWords.changeThePassword}</SubmitButton>
    </form>
  );
}

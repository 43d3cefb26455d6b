import { useRef, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { api } from '../../api/api.ts';
import { plainCode } from '../../api/plain-words.ts';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { SubmitButton } from '../../design/submit-button.tsx';
import { handleFault } from '../../session/handle-rule.ts';
import { signUp } from '../../session/sign-up.ts';
import { accountWords } from '../../words/account.ts';
import { useForm } from '../use-form.ts';
import { AccountCard } from './account-card.tsx';
import { EmailField } from './account-fields.tsx';
import { NewPasswordField, useNewPassword } from './new-password.tsx';

export function SignUpPage() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const password = useNewPassword();
  const handle = useHandle();
  const form = useForm(async ({ display_name = '', email = '' }) => {
    const isGood = password.check();
    if (!(await handle.check()) || !isGood) return;
    const account = {
      displayName: display_name.trim(),
      handle: handle.value,
      email: email.trim(),
      password: password.value,
    };
    await signUp(account);
    await navigate(`/confirm${search}`, { state: { email: account.email } });
  });
  return (
    <AccountCard
      title={accountWords.createAnAccount}
      lead={accountWords.signUpLead}
      foot={
        <>
          {accountWords.alreadyHaveAccount} <Link to={`/signin${search}`}>{accountWords.signIn}</Link>
        </>
      }
    >
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        <Field
          label={accountWords.displayName}
          name="display_name"
          autoComplete="name"
          required
          maxLength={64}
        />
        <Field
          label={accountWords.handle}
          name="handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={handle.value}
          onChange={(event) => handle.change(event.target.value)}
          onBlur={() => handle.value && void handle.check()}
          error={handle.fault}
          hint={accountWords.handleHint}
        />
        <EmailField />
        <NewPasswordField label={accountWords.password} password={password} />
        <SubmitButton isBusy={form.isBusy}>{accountWords.createAccount}</SubmitButton>
      </form>
    </AccountCard>
  );
}

/** The handle field: says that a handle is invalid or taken before the form is sent. */
function useHandle() {
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string>();
  const latest = useRef('');
  const check = async () => {
    const found = handleFault(value) ?? (await takenFault(value));
    if (latest.current === value) setFault(found);
    return found === undefined;
  };
  const change = (text: string) => {
    latest.current = text.trim().replace(/^@/, '').toLowerCase();
    setValue(latest.current);
    setFault(undefined);
  };
  return { value, fault, check, change };
}

async function takenFault(handle: string): Promise<string | undefined> {
  const holder = await api.getUserShort({ params: { handle }, anonymous: true }).catch(() => null);
  return holder ? plainCode('handle_taken') : undefined;
}

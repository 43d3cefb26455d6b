import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { getUserShort } from '../api/get-user-short.ts';
import { Field } from '../design/field.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { handleFault } from '../session/handle-rule.ts';
import { passwordIsGood } from '../session/password-rules.ts';
import { signUp } from '../session/sign-up.ts';
import { AccountCard } from './account-card.tsx';
import { PasswordHint } from './password-hint.tsx';
import { SubmitButton } from './submit-button.tsx';
import { useForm } from './use-form.ts';

export function SignUpPage() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const handle = useHandle();
  const form = useForm(async ({ display_name = '', email = '' }) => {
    if (!(await handle.check()) || !passwordIsGood(password)) return;
    const account = { displayName: display_name.trim(), handle: handle.value, email: email.trim(), password };
    await signUp(account);
    navigate(`/confirm${search}`, { state: { email: account.email } });
  });
  return (
    <AccountCard
      title="Create an account"
      lead="Then write to anyone whose handle you know."
      foot={
        <>
          Already have one? <Link to={`/signin${search}`}>Sign in</Link>
        </>
      }
    >
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form" onSubmit={form.onSubmit}>
        <Field label="Display name" name="display_name" autoComplete="name" required maxLength={64} />
        <Field
          label="Handle"
          name="handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={handle.value}
          onChange={(event) => handle.change(event.target.value)}
          onBlur={() => handle.value && void handle.check()}
          error={handle.fault}
          hint="Your public name: 3 to 30 of a to z, 0 to 9 and _."
        />
        <Field label="Email" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={<PasswordHint password={password} />}
        />
        <SubmitButton isBusy={form.isBusy}>Create account</SubmitButton>
      </form>
    </AccountCard>
  );
}

/** A handle as it is typed: wrong or taken is said before the account is asked for. */
function useHandle() {
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string>();
  const check = async () => {
    const found = handleFault(value) ?? (await takenFault(value));
    setFault(found);
    return found === undefined;
  };
  const change = (text: string) => {
    setValue(text.trim().replace(/^@/, '').toLowerCase());
    setFault(undefined);
  };
  return { value, fault, check, change };
}

async function takenFault(handle: string): Promise<string | undefined> {
  const holder = await getUserShort(handle).catch(() => null);
  return holder ? 'Somebody else has this handle. Choose another.' : undefined;
}

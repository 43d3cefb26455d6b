import { useState } from 'react';
import { Field } from '../../design/field.tsx';
import { passwordFault } from '../../session/password-rules.ts';
import { PasswordHint } from './password-hint.tsx';

/** A field for a new password. Shows its error on submit, until the password changes. */
export function useNewPassword() {
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string>();
  const check = () => {
    const found = passwordFault(value);
    setFault(found);
    return found === undefined;
  };
  const change = (text: string) => {
    setValue(text);
    setFault(undefined);
  };
  return { value, fault, check, change };
}

interface Props {
  label: string;
  password: ReturnType<typeof useNewPassword>;
}

export function NewPasswordField({ label, password }: Props) {
  return (
    <Field
      label={label}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      value={password.value}
      onChange={(event) => password.change(event.target.value)}
      error={password.fault}
      hint={<PasswordHint password={password.value} />}
    />
  );
}

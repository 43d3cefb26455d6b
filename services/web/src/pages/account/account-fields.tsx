import type { ComponentProps } from 'react';
import { Field } from '../../design/field.tsx';
import { accountWords } from '../../words/account.ts';

/** The address that somebody signs in with. */
export const EmailField = (input: Omit<ComponentProps<typeof Field>, 'label'>) => (
  <Field label={accountWords.email} name="email" type="email" autoComplete="username" required {...input} />
);

/** The password that the account has. */
export const PasswordField = ({ label = accountWords.password, name = 'password' }) => (
  <Field label={label} name={name} type="password" autoComplete="current-password" required />
);

/** The code that an e-mail brought. */
export const CodeField = ({ autoFocus = false }) => (
  <Field
    label={accountWords.code}
    name="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    autoFocus={autoFocus}
    required
  />
);

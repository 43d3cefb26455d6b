import { passwordRules } from '../../session/password-rules.ts';

/** The password rules, each marked once it holds. */
export function PasswordHint({ password }: { password: string }) {
  return (
    <ul className="rules">
      {passwordRules.map(({ text, holds }) => (
        <li key={text} className={holds(password) ? 'rule-holds' : undefined}>
          {text}
          <span className="visually-hidden">{holds(password) ? ': yes' : ': not yet'}</span>
        </li>
      ))}
    </ul>
  );
}

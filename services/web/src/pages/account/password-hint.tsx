import { passwordRules } from '../../session/password-rules.ts';
import { accountWords } from '../../words/account.ts';

/** The password rules, each marked once it holds. */
export function PasswordHint({ password }: { password: string }) {
  return (
    <ul className="rules">
      {passwordRules.map(({ text, holds }) => (
        <li key={text()} className={holds(password) ? 'rule-holds' : undefined}>
          {text()}
          <span className="visually-hidden">
            {holds(password) ? accountWords.ruleHolds : accountWords.ruleHoldsNotYet}
          </span>
        </li>
      ))}
    </ul>
  );
}

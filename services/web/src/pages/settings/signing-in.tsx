import { useState } from 'react';
import { accountWords } from '../../words/account.ts';
import { settingWords } from '../../words/settings.ts';
import { ChangeEmail } from './change-email.tsx';
import { ChangePassword } from './change-password.tsx';
import { Card } from './section.tsx';

/** The address and the password. */
export function SigningIn({ email }: { email: string }) {
  const [asked, ask] = useState<'email' | 'password' | null>(null);
  const close = () => ask(null);
  return (
    <Card title={settingWords.signingIn}>
      <div className="profile">
        <dl>
          <dt>{accountWords.email}</dt>
          <dd>{email}</dd>
        </dl>
      </div>
      <div className="card-actions">
        <button type="button" className="button button-quiet" onClick={() => ask('email')}>
          {settingWords.changeEmail}
        </button>
        <button type="button" className="button button-quiet" onClick={() => ask('password')}>
          {settingWords.changePassword}
        </button>
      </div>
      {asked === 'email' && <ChangeEmail email={email} close={close} />}
      {asked === 'password' && <ChangePassword email={email} close={close} />}
    </Card>
  );
}

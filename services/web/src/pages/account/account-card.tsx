import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTitle } from '../../design/title.ts';

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}

/** The card of the account forms: sign in, sign up and so on. */
export function AccountCard({ title, lead, children, foot }: Props) {
  useTitle(title);
  return (
    <main className="account">
      <div className="account-card">
        <Link to="/" className="account-logo" aria-label="Cruddur, home">
          <img src="/favicon.svg" alt="" width="48" height="48" />
        </Link>
        <h1>{title}</h1>
        {lead && <p className="account-lead">{lead}</p>}
        {children}
        {foot && <p className="account-foot">{foot}</p>}
      </div>
    </main>
  );
}

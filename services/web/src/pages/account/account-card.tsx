import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useTitle } from '../../design/title.ts';
import { useArrivalFocus } from '../../design/use-arrival-focus.ts';
import { shellWords } from '../../words/shell.ts';

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}

/** The card of the account forms: sign in, sign up and so on. */
export function AccountCard({ title, lead, children, foot }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useArrivalFocus(heading);
  useFirstFieldFocus(card, title);
  return (
    <main className="account">
      <div ref={card} className="account-card">
        <Link to="/" className="account-logo" aria-label={shellWords.logo}>
          <img src="/favicon.svg" alt="" width="48" height="48" />
        </Link>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="account-lead">{lead}</p>}
        {children}
        {foot && <p className="account-foot">{foot}</p>}
      </div>
    </main>
  );
}

/** Not on a touch screen: the keyboard would cover the form. */
function useFirstFieldFocus(card: RefObject<HTMLElement | null>, title: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form that replaces another has another title.
  useEffect(() => {
    if (!matchMedia('(hover: hover)').matches) return;
    const fields = [...(card.current?.querySelectorAll('input') ?? [])];
    (fields.find(({ value }) => value === '') ?? fields[0])?.focus({ preventScroll: true });
  }, [card, title]);
}

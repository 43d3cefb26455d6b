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
  useFormFocus(card, heading, title);
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

/**
 * Focuses the first field to fill in. On a touch screen the keyboard would cover the form: there the heading of a form that
 * replaces another has the focus.
 */
function useFormFocus(
  card: RefObject<HTMLElement | null>,
  heading: RefObject<HTMLElement | null>,
  title: string,
): void {
  const shown = useRef(title);
  useEffect(() => {
    const fields = [...(card.current?.querySelectorAll('input') ?? [])];
    const first = fields.find(({ value }) => value === '') ?? fields[0];
    if (matchMedia('(hover: hover)').matches) first?.focus({ preventScroll: true });
    else if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [card, heading, title]);
}

import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { useTitle } from './title.ts';

interface Props {
  title: string;
  children: ReactNode;
  /** What stands beside the heading. */
  actions?: ReactNode;
  className?: string;
}

/** A page with one heading. Arriving by a link moves the focus there, as loading a page would. */
export function Page({ title, children, actions, className = '' }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrival = useNavigationType();
  const { key } = useLocation();
  useTitle(title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every arrival counts, also at the same page.
  useEffect(() => {
    const wrote = document.activeElement instanceof HTMLInputElement;
    if (arrival !== 'POP' && !wrote) heading.current?.focus({ preventScroll: true });
  }, [key, arrival]);
  return (
    <main id="content" className={`page ${className}`}>
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </header>
      {children}
    </main>
  );
}

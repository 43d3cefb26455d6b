import { type ReactNode, useRef } from 'react';
import { useTitle } from './title.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';

interface Props {
  title: string;
  children: ReactNode;
  /** Shown next to the heading. */
  actions?: ReactNode;
  className?: string;
}

/** A page with one heading. */
export function Page({ title, children, actions, className = '' }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useArrivalFocus(heading);
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

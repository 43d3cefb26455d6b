import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icon.tsx';
import './pane.css';

/** What stands beside the list of conversations, or on a phone in its place. It always has the way back. */
export function Pane({ head, className = '', children }: PaneProps) {
  return (
    <main id="content" className={`pane ${className}`}>
      <header className="pane-head">
        <Link className="icon-button pane-back" to="/messages" aria-label="Back to the conversations">
          <Icon name="back" />
        </Link>
        {head}
      </header>
      {children}
    </main>
  );
}

interface PaneProps {
  head?: ReactNode;
  className?: string;
  children: ReactNode;
}

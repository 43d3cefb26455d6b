import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { shellWords } from '../words/shell.ts';
import { Icon } from './icon.tsx';
import './pane.css';

/** The pane next to the conversation list; on a phone it replaces the list. It always has a back link. */
export function Pane({ head, className = '', children }: PaneProps) {
  return (
    <main id="content" className={`pane ${className}`}>
      <header className="pane-head">
        <Link className="icon-button pane-back" to="/messages" aria-label={shellWords.backToConversations}>
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

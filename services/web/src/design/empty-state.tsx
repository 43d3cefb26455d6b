import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface Props {
  icon: IconName;
  title: string;
  /** It is the whole page: the title becomes the heading. */
  isPage?: boolean;
  children: ReactNode;
}

/** An empty state: a title, a text and what to do next. */
export function EmptyState({ icon, title, isPage = false, children }: Props) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} />
      </span>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

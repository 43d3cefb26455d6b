import { type ReactNode, useRef } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { useArrivalFocus } from './use-arrival-focus.ts';

interface Props {
  icon: IconName;
  title: string;
  /** It is the whole page: the title becomes the heading. */
  isPage?: boolean;
  children: ReactNode;
}

/** An empty state: a title, a text and what to do next. */
export function EmptyState({ icon, title, isPage = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useArrivalFocus(heading);
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} />
      </span>
      {isPage ? (
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      ) : (
        <h2>{title}</h2>
      )}
      {children}
    </div>
  );
}

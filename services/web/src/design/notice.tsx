import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** An error message that screen readers announce at once. */
export function ErrorNotice({ children }: { children: ReactNode }) {
  return (
    <div className="notice notice-error" role="alert">
      <Icon name="warning" />
      <p>{children}</p>
    </div>
  );
}

export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className="notice" role="status">
      <p>{children}</p>
    </div>
  );
}

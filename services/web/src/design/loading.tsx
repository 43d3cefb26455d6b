import type { ReactNode } from 'react';
import { shellWords } from '../words/shell.ts';

/** Skeleton rows of a list, each a person. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  return (
    <Loading className="loading-rows">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all the same.
        <div key={row} className="loading-row">
          <span className="loading-dot" />
          <span className="loading-lines" />
        </div>
      ))}
    </Loading>
  );
}

/** Skeleton bubbles where those of a conversation come: at its end. */
export function LoadingBubbles() {
  return (
    <Loading className="loading-bubbles">
      <span className="loading-bubble" />
      <span className="loading-bubble loading-bubble-tall" />
      <span className="loading-bubble loading-bubble-mine" />
      <span className="loading-bubble" />
      <span className="loading-bubble loading-bubble-mine loading-bubble-tall" />
    </Loading>
  );
}

/** Skeleton lines of a text. */
export function LoadingTexts() {
  return (
    <Loading className="loading-texts">
      <span className="loading-lines" />
      <span className="loading-lines" />
    </Loading>
  );
}

/** Announced once as loading. */
function Loading({ className, children }: { className: string; children: ReactNode }) {
  return (
    <div className={`loading ${className}`} role="status">
      <span className="visually-hidden">{shellWords.loading}</span>
      {children}
    </div>
  );
}

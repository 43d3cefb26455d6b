import type { ReactNode } from 'react';
import { shellWords } from '../words/shell.ts';
import { ErrorNotice } from './notice.tsx';

/** What went wrong, in place of what could not be shown, with the way back. */
export function Failure({ retry, children }: { retry: () => unknown; children: ReactNode }) {
  return (
    <div className="contained">
      <ErrorNotice>{children}</ErrorNotice>
      <button type="button" className="button" onClick={() => void retry()}>
        {shellWords.tryAgain}
      </button>
    </div>
  );
}

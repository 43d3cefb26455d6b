import { Link } from 'react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { useTitle } from '../design/title.ts';
import { shellWords } from '../words/shell.ts';

export function NotFoundPage() {
  useTitle(shellWords.notFound);
  return (
    <main id="content" className="page">
      <EmptyState icon="search" title={shellWords.pageNotFound} isPage>
        <p>{shellWords.addressMayBeWrong}</p>
        <Link className="button" to="/">
          {shellWords.goHome}
        </Link>
      </EmptyState>
    </main>
  );
}

import { Link } from 'react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { useTitle } from '../design/title.ts';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <main id="content" className="page">
      <EmptyState icon="search" title="Page not found" isPage>
        <p>The address may be wrong, or the page no longer exists.</p>
        <Link className="button" to="/">
          Go home
        </Link>
      </EmptyState>
    </main>
  );
}

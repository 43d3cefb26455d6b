import { Link } from 'react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { Page } from '../design/page.tsx';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState icon="search" title="There is nothing here">
        <p>The address may be mistyped, or the page is gone.</p>
        <Link className="button" to="/">
          Go home
        </Link>
      </EmptyState>
    </Page>
  );
}

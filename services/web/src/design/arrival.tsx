import { usePageName } from './title.ts';

/** Announces client-side navigations: without a page load, screen readers would stay silent. */
export function Arrival() {
  return (
    <div className="visually-hidden" aria-live="polite">
      {usePageName()}
    </div>
  );
}

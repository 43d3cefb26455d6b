import { lazyPage } from '../design/lazy-page.tsx';

/** Signing in does not need it, nor what keeps a page live. */
export const Shell = lazyPage(() => import('./shell.tsx'));

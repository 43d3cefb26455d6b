import { lazyPage } from '../design/lazy-page.tsx';

/** What looks into messages, in a chunk that is loaded when somebody searches. */
export const FoundInList = lazyPage(() => import('./found-in-list.tsx'));
export const SearchDialog = lazyPage(() => import('./search-dialog.tsx'));

import { lazyPage } from '../design/lazy-page.tsx';

/** The pages that signing in does not need, each in a chunk of its own. */
export const HomePage = lazyPage(() => import('../pages/home-page.tsx'));
export const MessagesPage = lazyPage(() => import('../pages/messages-page.tsx'));
export const NothingChosen = lazyPage(() => import('../pages/nothing-chosen.tsx'));
export const ConversationPage = lazyPage(() => import('../pages/conversation-page.tsx'));
export const NewMessagePage = lazyPage(() => import('../pages/new-message-page.tsx'));
export const FirstMessagePage = lazyPage(() => import('../pages/first-message-page.tsx'));
export const ShortcutDialog = lazyPage(() => import('./shortcut-dialog.tsx'));
export const SettingsPage = lazyPage(() => import('../pages/settings-page.tsx'));

/** The components, in development; undefined in the built page, which does not have it. */
export const DesignPage = import.meta.env.DEV
  ? lazyPage(() => import('../pages/design-page.tsx'))
  : undefined;

const pages = [
  HomePage,
  MessagesPage,
  NothingChosen,
  ConversationPage,
  NewMessagePage,
  FirstMessagePage,
  SettingsPage,
  ShortcutDialog,
];

/** Preloads the pages: a first visit while offline would fail. */
export function loadAhead(): void {
  for (const page of pages) page.load().catch(() => {});
}

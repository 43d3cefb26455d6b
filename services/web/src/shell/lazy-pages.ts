import { lazy } from 'react';

const load = {
  messages: () => import('../pages/messages-page.tsx'),
  nothing: () => import('../pages/nothing-chosen.tsx'),
  conversation: () => import('../pages/conversation-page.tsx'),
  newMessage: () => import('../pages/new-message-page.tsx'),
  firstMessage: () => import('../pages/first-message-page.tsx'),
  settings: () => import('../pages/settings-page.tsx'),
};

/** The pages that nobody needs for signing in: each is a file of its own. */
export const MessagesPage = lazy(load.messages);
export const NothingChosen = lazy(load.nothing);
export const ConversationPage = lazy(load.conversation);
export const NewMessagePage = lazy(load.newMessage);
export const FirstMessagePage = lazy(load.firstMessage);
export const SettingsPage = lazy(load.settings);

/** Fetches them before they are opened: offline, the first visit to one would be the end of the application. */
export function loadAhead(): void {
  for (const page of Object.values(load)) page().catch(() => {});
}

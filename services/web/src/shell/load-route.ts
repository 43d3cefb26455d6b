import { matchPath } from 'react-router';
import { currentSession } from '../session/session.ts';
import { messageGroupsQuery } from '../state/message-groups-query.ts';
import { queryClient } from '../state/query-client.ts';
import { timelineQuery } from '../state/timeline-query.ts';
import { meQuery } from '../state/use-me.ts';
import {
  ConversationPage,
  FirstMessagePage,
  HomePage,
  MessagesPage,
  NewMessagePage,
  NothingChosen,
  SettingsPage,
} from './lazy-pages.ts';
import { Shell } from './lazy-shell.ts';

const routes = [
  ['/', Shell, HomePage],
  ['/messages', Shell, MessagesPage, NothingChosen],
  ['/messages/new', Shell, MessagesPage, NewMessagePage],
  ['/messages/new/:handle', Shell, MessagesPage, FirstMessagePage],
  ['/messages/:group', Shell, MessagesPage, ConversationPage],
  ['/settings', Shell, SettingsPage],
] as const;

/** Prefetches the data of a route in parallel with the user's own: rendering the page would load it in a waterfall. */
export function loadRoute(path: string): void {
  const [pattern, ...pages] = routes.find(([each]) => matchPath(each, path)) ?? [];
  const isSignedIn = currentSession() !== null;
  if (isSignedIn || pattern === '/') for (const page of pages) page.load().catch(() => {});
  if (!isSignedIn) return;
  void queryClient.prefetchQuery(meQuery);
  void queryClient.prefetchQuery(messageGroupsQuery);
  const group = pattern === '/messages/:group' && matchPath(pattern, path)?.params.group;
  if (group) void queryClient.prefetchQuery(timelineQuery(group.toLowerCase()));
}

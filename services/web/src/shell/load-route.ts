import { matchPath } from 'react-router';
import { currentSession } from '../session/session.ts';
import { messageGroupsQuery } from '../state/message-groups-query.ts';
import { queryClient } from '../state/query-client.ts';
import { timelineQuery } from '../state/timeline-query.ts';
import { meQuery } from '../state/use-me.ts';
import {
  ConversationPage,
  FirstMessagePage,
  MessagesPage,
  NewMessagePage,
  NothingChosen,
  SettingsPage,
} from './lazy-pages.ts';

const routes = [
  ['/messages', MessagesPage, NothingChosen],
  ['/messages/new', MessagesPage, NewMessagePage],
  ['/messages/new/:handle', MessagesPage, FirstMessagePage],
  ['/messages/:group', MessagesPage, ConversationPage],
  ['/settings', SettingsPage],
] as const;

/** Prefetches the data of a route in parallel with the user's own: rendering the page would load it in a waterfall. */
export function loadRoute(path: string): void {
  if (!currentSession()) return;
  void queryClient.prefetchQuery(meQuery);
  void queryClient.prefetchQuery(messageGroupsQuery);
  const [pattern, ...pages] = routes.find(([each]) => matchPath(each, path)) ?? [];
  for (const page of pages) page.load().catch(() => {});
  const group = pattern === '/messages/:group' && matchPath(pattern, path)?.params.group;
  if (group) void queryClient.prefetchQuery(timelineQuery(group.toLowerCase()));
}

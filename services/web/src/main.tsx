import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { keepTheme } from './design/theme.ts';
import { keepRenewing } from './session/access-token.ts';
import { currentSession, forgetWhoSignsOut, subscribeToSession } from './session/session.ts';
import { App } from './shell/app.tsx';
import { loadRoute } from './shell/load-route.ts';
import { outboxItems } from './state/outbox.ts';
import { pendingChanges } from './state/pending-changes.ts';
import { queryClient } from './state/query-client.ts';
import { keptInMemory } from './store/browser-storage.ts';
import './design/base.css';
import './design/controls.css';
import './shell/shell.css';
import './pages/pages.css';

keepTheme();
keepRenewing();
forgetWhoSignsOut();
forgetWhenUserChanges();
loadRoute(location.pathname);
askBeforeLosing();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);

/** Clears the cache on a change of user, so that the next one sees nothing of the last. */
function forgetWhenUserChanges(): void {
  let sub = currentSession()?.sub;
  subscribeToSession(() => {
    const now = currentSession()?.sub;
    if (now !== sub) queryClient.clear();
    sub = now;
  });
}

/** Warns before leaving while what is unsent is in memory only: closing the page would lose it. */
function askBeforeLosing(): void {
  addEventListener('beforeunload', (event) => {
    const unsent = outboxItems().length + pendingChanges().length;
    if (keptInMemory.read() > 0 && unsent > 0) event.preventDefault();
  });
}

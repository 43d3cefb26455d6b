import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { keepFocus } from './design/keep-focus.ts';
import { keepTheme } from './design/theme.ts';
import { keepRenewing } from './session/access-token.ts';
import { currentSession, forgetWhoSignsOut, subscribeToSession } from './session/session.ts';
import { App } from './shell/app.tsx';
import { keepWorker } from './shell/keep-worker.ts';
import { loadRoute } from './shell/load-route.ts';
import { keepHandingOver } from './state/hand-over.ts';
import { keepReading } from './state/keep-reading.ts';
import { forgetReceiverWithSession } from './state/notification-settings.ts';
import { outboxItems } from './state/outbox.ts';
import { pendingChanges } from './state/pending-changes.ts';
import { queryClient } from './state/query-client.ts';
import { keptInMemory } from './store/browser-storage.ts';
import { keepLanguage, useLanguage } from './words/language.ts';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './shell/shell.css';
import './pages/pages.css';

keepTheme();
keepFocus();
keepWorker();
keepRenewing();
forgetWhoSignsOut();
forgetWhenUserChanges();
keepReading();
keepHandingOver();
forgetReceiverWithSession();
loadRoute(location.pathname);
askBeforeLosing();

void keepLanguage().then(() => {
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <InLanguage />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
});

/** Another language renders everything anew. */
function InLanguage() {
  return <App key={useLanguage()} />;
}

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

import { Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Announcer } from './design/announcer.tsx';
import { LoadingRows } from './design/loading.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import {
  ConversationPage,
  FirstMessagePage,
  MessagesPage,
  NewMessagePage,
  NothingChosen,
  SettingsPage,
} from './lazy-pages.ts';
import { ConfirmPage } from './pages/confirm.tsx';
import { ForgotPage } from './pages/forgot.tsx';
import { HomePage } from './pages/home.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { SignUpPage } from './pages/sign-up.tsx';
import { RequireUser } from './require-user.tsx';

export function App() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<LoadingRows />}>
        <Routes>
          <Route path="/signin" element={<SignInPage />} />
          <Route path="/signup" element={<SignUpPage />} />
          <Route path="/confirm" element={<ConfirmPage />} />
          <Route path="/forgot" element={<ForgotPage />} />
          <Route element={<Frame />}>
            <Route index element={<HomePage />} />
            <Route element={<RequireUser />}>
              <Route path="/messages" element={<MessagesPage />}>
                <Route index element={<NothingChosen />} />
                <Route path="new" element={<NewMessagePage />} />
                <Route path="new/:handle" element={<FirstMessagePage />} />
                <Route path=":group" element={<ConversationPage />} />
              </Route>
              <Route path="/settings" element={<SettingsPage />} />
            </Route>
            <Route path="*" element={<NotFoundPage />} />
          </Route>
        </Routes>
      </Suspense>
      <Announcer />
    </ErrorBoundary>
  );
}

import { Route, Routes } from 'react-router';
import { Announcer } from '../design/announcer.tsx';
import { Arrival } from '../design/arrival.tsx';
import { Contained } from '../design/contained.tsx';
import { ConfirmPage } from '../pages/account/confirm-page.tsx';
import { ForgotPage } from '../pages/account/forgot-page.tsx';
import { SignInPage } from '../pages/account/sign-in-page.tsx';
import { SignUpPage } from '../pages/account/sign-up-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import {
  ConversationPage,
  DesignPage,
  FirstMessagePage,
  HomePage,
  MessagesPage,
  NewMessagePage,
  NothingChosen,
  SettingsPage,
} from './lazy-pages.ts';
import { Shell } from './lazy-shell.ts';
import { RequireUser } from './require-user.tsx';

export function App() {
  return (
    <>
      <Contained loading={null} frame={(notice) => <main className="page failed">{notice}</main>}>
        <Routes>
          <Route path="/signin" element={<SignInPage />} />
          <Route path="/signup" element={<SignUpPage />} />
          <Route path="/confirm" element={<ConfirmPage />} />
          <Route path="/forgot" element={<ForgotPage />} />
          {DesignPage && <Route path="/design" element={<DesignPage />} />}
          <Route element={<Shell />}>
            <Route index element={<HomePage />} />
            <Route element={<RequireUser />}>
              <Route path="/messages" element={<MessagesPage />}>
                <Route index element={<NothingChosen />} />
                <Route path="requests" element={<NothingChosen />} />
                <Route path="archived" element={<NothingChosen />} />
                <Route path="new" element={<NewMessagePage />} />
                <Route path="new/:handle" element={<FirstMessagePage />} />
                <Route path=":group" element={<ConversationPage />} />
              </Route>
              <Route path="/settings" element={<SettingsPage />} />
            </Route>
            <Route path="*" element={<NotFoundPage />} />
          </Route>
        </Routes>
      </Contained>
      <Arrival />
      <Announcer />
    </>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Me } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { announce } from '../design/announcer.tsx';
import { Avatar } from '../design/avatar.tsx';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { chooseTheme, type Theme, themes, useTheme } from '../design/theme.ts';
import { signOut } from '../session/sign-out.ts';
import { outboxItems } from '../state/outbox.ts';
import { meQuery, useMe } from '../state/use-me.ts';
import { SubmitButton } from './submit-button.tsx';
import { useForm } from './use-form.ts';

export default function SettingsPage() {
  const me = useMe();
  return (
    <Page title="Settings" className="page-narrow">
      {me && <Profile me={me} />}
      <Appearance />
      <SignOut />
    </Page>
  );
}

function Profile({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const [isSaved, setSaved] = useState(false);
  const form = useForm(async ({ display_name = '' }) => {
    setSaved(false);
    queryClient.setQueryData(meQuery.queryKey, await api.updateMe({ body: { display_name } }));
    setSaved(true);
    announce('Your display name is saved.');
  });
  return (
    <section className="card" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <div className="profile">
        <Avatar name={me.display_name} handle={me.handle} size="large" />
        <dl>
          <dt>Handle</dt>
          <dd>@{me.handle}</dd>
          <dt>Email</dt>
          <dd>{me.email}</dd>
        </dl>
      </div>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form form-row" onSubmit={form.onSubmit} onChange={() => setSaved(false)}>
        <Field
          label="Display name"
          name="display_name"
          autoComplete="name"
          required
          defaultValue={me.display_name}
        />
        <SubmitButton isBusy={form.isBusy}>{isSaved ? 'Saved' : 'Save'}</SubmitButton>
      </form>
    </section>
  );
}

const themeNames: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

function Appearance() {
  const chosen = useTheme();
  return (
    <section className="card" aria-labelledby="appearance">
      <h2 id="appearance">Appearance</h2>
      <fieldset className="themes">
        <legend className="visually-hidden">Theme</legend>
        {themes.map((theme) => (
          <label key={theme} className="theme">
            <input type="radio" name="theme" checked={theme === chosen} onChange={() => chooseTheme(theme)} />
            <span className={`theme-sample theme-sample-${theme}`} aria-hidden="true" />
            {themeNames[theme]}
          </label>
        ))}
      </fieldset>
    </section>
  );
}

/** Unsent messages would be lost with the session: that is asked first. */
function SignOut() {
  const dialog = useRef<HTMLDialogElement>(null);
  const ask = () => (outboxItems().length > 0 ? dialog.current?.showModal() : signOut());
  return (
    <section className="card" aria-labelledby="session">
      <h2 id="session">Session</h2>
      <p className="quiet">Signs out in every tab of this browser.</p>
      <button type="button" className="button button-quiet" onClick={ask}>
        <Icon name="signout" />
        Sign out
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="unsent">
        <h2 id="unsent">Some messages are not sent yet</h2>
        <p>Signing out discards them.</p>
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            Stay signed in
          </button>
          <button type="button" className="button button-danger" onClick={signOut}>
            Discard and sign out
          </button>
        </div>
      </dialog>
    </section>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { faultOf } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { Avatar } from '../design/avatar.tsx';
import { Field } from '../design/field.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { chooseTheme, type Theme, themes, useTheme } from '../design/theme.ts';
import { meQuery, useMe } from '../state/use-me.ts';
import { BlockedPeople } from './blocked-people.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { ExportData } from './export-data.tsx';
import { PrivateReading } from './private-reading.tsx';
import { SignOut } from './sign-out.tsx';
import { SubmitButton } from './submit-button.tsx';
import { useForm } from './use-form.ts';
import { WhoMayWrite } from './who-may-write.tsx';

export default function SettingsPage() {
  const me = useMe();
  return (
    <Page title="Settings" className="page-narrow">
      {me && <Profile me={me} />}
      {me && <WhoMayWrite me={me} />}
      <PrivateReading />
      <BlockedPeople />
      <Appearance />
      {me && <ExportData handle={me.handle} />}
      <SignOut />
      {me && <DeleteAccount email={me.email} />}
    </Page>
  );
}

function Profile({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(me.display_name);
  const [isSaved, setSaved] = useState(false);
  const [fault, setFault] = useState<string>();
  const form = useForm(async () => {
    if (name === me.display_name) return;
    try {
      const saved = await api.updateMe({ body: { display_name: name } });
      queryClient.setQueryData(meQuery.queryKey, saved);
      setName(saved.display_name);
      setSaved(true);
      announce('Your display name is saved.');
    } catch (error) {
      setFault(faultOf('display_name', error));
    }
  });
  const change = (text: string) => {
    setName(text);
    setSaved(false);
    setFault(undefined);
  };
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
      <form className="form form-row" onSubmit={form.onSubmit}>
        <Field
          label="Display name"
          name="display_name"
          autoComplete="name"
          required
          value={name}
          onChange={(event) => change(event.target.value)}
          error={fault}
        />
        <SubmitButton isBusy={form.isBusy} isIdle={name === me.display_name}>
          Save
        </SubmitButton>
      </form>
      {isSaved && <p className="quiet form-saved">Saved.</p>}
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

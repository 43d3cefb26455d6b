import { Page } from '../design/page.tsx';
import { useMe } from '../state/use-me.ts';
import { settingWords } from '../words/settings.ts';
import { shellWords } from '../words/shell.ts';
import { Appearance } from './settings/appearance.tsx';
import { BlockedPeople } from './settings/blocked-people.tsx';
import { DeleteAccount } from './settings/delete-account.tsx';
import { ExportData } from './settings/export-data.tsx';
import { Language } from './settings/language.tsx';
import { NotificationSettings } from './settings/notification-settings.tsx';
import { PrivateReading } from './settings/private-reading.tsx';
import { Profile } from './settings/profile.tsx';
import { Section } from './settings/section.tsx';
import { SignOut } from './settings/sign-out.tsx';
import { SigningIn } from './settings/signing-in.tsx';
import { WhoMayWrite } from './settings/who-may-write.tsx';

export default function SettingsPage() {
  const me = useMe();
  return (
    <Page title={shellWords.settings} className="page-narrow">
      <Section title={settingWords.account}>
        {me && <Profile me={me} />}
        {me && <SigningIn email={me.email} />}
        <SignOut />
      </Section>
      <Section title={settingWords.privacy}>
        {me && <WhoMayWrite me={me} />}
        <PrivateReading />
        <BlockedPeople />
      </Section>
      <NotificationSettings />
      <Section title={settingWords.appearance}>
        <Appearance />
        <Language />
      </Section>
      {me && (
        <Section title={settingWords.yourData}>
          <ExportData handle={me.handle} />
          <DeleteAccount email={me.email} />
        </Section>
      )}
    </Page>
  );
}

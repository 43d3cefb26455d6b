import { announceAndShow } from '../../design/announcer.tsx';
import { Dialog, DialogEnd } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { changePassword } from '../../session/change-account.ts';
import { forgetOtherDevices } from '../../state/leave.ts';
import { accountWords } from '../../words/account.ts';
import { settingWords } from '../../words/settings.ts';
import { PasswordField } from '../account/account-fields.tsx';
import { NewPasswordField, useNewPassword } from '../account/new-password.tsx';
import { useForm } from '../use-form.ts';

export function ChangePassword({ email, close }: { email: string; close: () => void }) {
  const proposed = useNewPassword();
  const form = useForm(async ({ current = '' }) => {
    if (!proposed.check()) return;
    await changePassword(email, current, proposed.value);
    await forgetOtherDevices();
    announceAndShow(settingWords.passwordIsChanged);
    close();
  });
  return (
    <Dialog title={settingWords.changePasswordQuestion} close={close}>
      <form className="form" onSubmit={form.onSubmit}>
        {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
        <p>{settingWords.changePasswordLead}</p>
        <PasswordField label={settingWords.currentPassword} name="current" />
        <NewPasswordField label={accountWords.newPassword} password={proposed} />
        <DialogEnd close={close} isBusy={form.isBusy}>
          {accountWords.changeThePassword}
        </DialogEnd>
      </form>
    </Dialog>
  );
}

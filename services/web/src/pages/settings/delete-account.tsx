import { useState } from 'react';
import type * as contract from '../../../../../shared/contract/users.ts';
import { api } from '../../api/api.ts';
import { announceAndShow } from '../../design/announcer.tsx';
import { Dialog, DialogEnd } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { signInAgain } from '../../session/change-account.ts';
import { leave } from '../../state/leave.ts';
import { settingWords } from '../../words/settings.ts';
import { PasswordField } from '../account/account-fields.tsx';
import { Card } from './section.tsx';
import './delete-account.css';
import { useForm } from '../use-form.ts';

const choices = (): Record<contract.MessagesAfterErasure, string> => ({
  erase: settingWords.eraseMessages,
  keep: settingWords.keepMessages,
});

/** Deletes the account for good. */
export function DeleteAccount({ email }: { email: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={settingWords.deleteAccount}>
      <p className="quiet">{settingWords.deleteMeans}</p>
      <button type="button" className="button button-danger" onClick={() => setOpen(true)}>
        {settingWords.deleteMyAccount}
      </button>
      {isOpen && <DeletionDialog email={email} close={() => setOpen(false)} />}
    </Card>
  );
}

/** Says what goes and what remains, and asks for the password again. */
function DeletionDialog({ email, close }: { email: string; close: () => void }) {
  const { error, isBusy, onSubmit } = useForm(async ({ password = '', messages }) => {
    await signInAgain(email, password);
    await api.eraseMe({ body: { messages: messages as contract.MessagesAfterErasure } });
    await leave();
    announceAndShow(settingWords.accountIsDeleted);
  });
  return (
    <Dialog title={settingWords.deleteQuestion} close={close}>
      {error && <ErrorNotice>{error}</ErrorNotice>}
      <p>{settingWords.deleteText}</p>
      <p className="quiet">{settingWords.deleteBackups}</p>
      <form className="form deletion" onSubmit={onSubmit}>
        <fieldset>
          <legend>{settingWords.yourMessages}</legend>
          {Object.entries(choices()).map(([messages, words]) => (
            <label key={messages} className="deletion-choice">
              <input type="radio" name="messages" value={messages} required />
              {words}
            </label>
          ))}
        </fieldset>
        <PasswordField />
        <DialogEnd close={close} isBusy={isBusy} isDangerous>
          {settingWords.deleteForGood}
        </DialogEnd>
      </form>
    </Dialog>
  );
}

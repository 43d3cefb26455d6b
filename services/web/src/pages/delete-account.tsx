import { useState } from 'react';
import type * as contract from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { signIn } from '../session/sign-in.ts';
import { signOut } from '../session/sign-out.ts';
import './delete-account.css';
import { useForm } from './use-form.ts';

const CHOICES: Record<contract.MessagesAfterErasure, string> = {
  erase: 'Delete them for everyone',
  keep: 'Leave them, under “Deleted account”',
};

/** Deletes the account for good. */
export function DeleteAccount({ email }: { email: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="card" aria-labelledby="deletion">
      <h2 id="deletion">Delete account</h2>
      <p className="quiet">
        Your name, handle and email go everywhere, for good. Download your data first if you want to keep it.
      </p>
      <button type="button" className="button button-danger" onClick={() => setOpen(true)}>
        Delete my account
      </button>
      {isOpen && <DeletionDialog email={email} close={() => setOpen(false)} />}
    </section>
  );
}

/** Says what goes and what remains, and asks for the password again. */
function DeletionDialog({ email, close }: { email: string; close: () => void }) {
  const { error, isBusy, onSubmit } = useForm(async ({ password = '', messages }) => {
    await signIn(email, password);
    await api.eraseMe({ body: { messages: messages as contract.MessagesAfterErasure } });
    signOut();
  });
  return (
    <Dialog title="Delete your account?" close={close}>
      {error && <ErrorNotice>{error}</ErrorNotice>}
      <p>
        You are signed out everywhere and cannot come back. Nobody finds you or can write to you any more, and
        your handle is free for others after 30 days. The people you wrote with keep their own messages.
      </p>
      <p className="quiet">
        Backups keep what was for up to 35 days. What others have reported, copied or downloaded stays.
      </p>
      <form className="form deletion" onSubmit={onSubmit}>
        <fieldset>
          <legend>Your messages</legend>
          {Object.entries(CHOICES).map(([messages, words]) => (
            <label key={messages} className="deletion-choice">
              <input type="radio" name="messages" value={messages} required />
              {words}
            </label>
          ))}
        </fieldset>
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button button-danger" aria-disabled={isBusy || undefined}>
            Delete for good
          </button>
        </div>
      </form>
    </Dialog>
  );
}

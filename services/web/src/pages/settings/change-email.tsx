import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { announceAndShow } from '../../design/announcer.tsx';
import { Dialog, DialogEnd } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { askForEmail, confirmEmail } from '../../session/change-account.ts';
import { meQuery } from '../../state/use-me.ts';
import { accountWords } from '../../words/account.ts';
import { settingWords } from '../../words/settings.ts';
import { CodeField, PasswordField } from '../account/account-fields.tsx';
import { NoCode } from '../account/no-code.tsx';
import { useForm } from '../use-form.ts';

interface Asked {
  email: string;
  password: string;
}

/** Asks for the password again, then for the code that went to the new address. */
export function ChangeEmail({ email, close }: { email: string; close: () => void }) {
  const [asked, setAsked] = useState<Asked>();
  return (
    <Dialog title={settingWords.changeEmailQuestion} close={close}>
      {asked ? (
        <EnterCode asked={asked} resend={() => askForEmail(email, asked)} close={close} />
      ) : (
        <AskForCode email={email} onSent={setAsked} close={close} />
      )}
    </Dialog>
  );
}

interface AskProps {
  email: string;
  onSent: (asked: Asked) => void;
  close: () => void;
}

function AskForCode({ email, onSent, close }: AskProps) {
  const form = useForm(async ({ email: wanted = '', password = '' }) => {
    const asked = { email: wanted.trim(), password };
    await askForEmail(email, asked);
    onSent(asked);
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <p>{settingWords.changeEmailLead}</p>
      <Field label={settingWords.newEmail} name="email" type="email" autoComplete="email" required />
      <PasswordField />
      <DialogEnd close={close} isBusy={form.isBusy}>
        {accountWords.sendTheCode}
      </DialogEnd>
    </form>
  );
}

interface CodeProps {
  asked: Asked;
  resend: () => Promise<void>;
  close: () => void;
}

function EnterCode({ asked: { email }, resend, close }: CodeProps) {
  const queryClient = useQueryClient();
  const form = useForm(async ({ code = '' }) => {
    await confirmEmail(code.trim());
    // The API takes a verified address over from the user pool when the profile is read.
    await queryClient.refetchQueries({ queryKey: meQuery.queryKey });
    announceAndShow(settingWords.emailIsChanged);
    close();
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <p>{accountWords.codeSentTo(email)}</p>
      <CodeField autoFocus />
      <NoCode email={email} resend={resend} />
      <DialogEnd close={close} isBusy={form.isBusy}>
        {accountWords.confirm}
      </DialogEnd>
    </form>
  );
}

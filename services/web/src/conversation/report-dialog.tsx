import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import type * as contract from '../../../../shared/contract/reports.ts';
import { api } from '../api/api.ts';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { Dialog, DialogEnd } from '../design/dialog.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { messageWords } from '../words/messages.ts';
import { withoutControls } from './message-length.ts';
import './report-dialog.css';

/** Typed as the contract's literal: the schema is not bundled. */
const NOTE_MAX_CODE_POINTS: typeof contract.REPORT_NOTE_MAX_CODE_POINTS = 1_000;

const reasons = (): Record<contract.ReportReason, string> => ({
  spam: messageWords.spam,
  harassment: messageWords.harassment,
  illegal: messageWords.illegal,
  other: messageWords.other,
});

interface Props {
  group: string;
  /** The other person. */
  who: { display_name: string };
  /** A message of theirs; without it the conversation is reported. */
  message?: Message;
  close: () => void;
}

/** Reports a message of the other person, or the conversation with them. */
export function ReportDialog({ group, who, message, close }: Props) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: (form: FormData) => {
      const about = { message_group_uuid: group, ...(message && { message_uuid: message.uuid }) };
      const reason = form.get('reason') as contract.ReportReason;
      return api.createReport({ body: { ...about, note: noteOf(form), reason } });
    },
    onSuccess: () => {
      announce(message ? messageWords.messageReported : messageWords.conversationReported);
      close();
    },
  });
  const name = <bdi>{who.display_name}</bdi>;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isPending) mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={message ? messageWords.reportMessage : messageWords.reportConversation} close={close}>
      {error && <ErrorNotice>{messageWords.notReported(plainWords(error))}</ErrorNotice>}
      <p>{message ? messageWords.reportMessageSends(name) : messageWords.reportConversationSends(name)}</p>
      <form className="report" onSubmit={submit}>
        <Fields />
        <DialogEnd close={close} isBusy={isPending} isDangerous>
          {messageWords.report}
        </DialogEnd>
      </form>
    </Dialog>
  );
}

function Fields() {
  return (
    <>
      <fieldset>
        <legend>{messageWords.why}</legend>
        {Object.entries(reasons()).map(([reason, words]) => (
          <label key={reason} className="report-reason">
            <input type="radio" name="reason" value={reason} required />
            {words}
          </label>
        ))}
      </fieldset>
      <label className="report-note">
        {messageWords.moreAboutIt}
        <textarea name="note" rows={3} maxLength={NOTE_MAX_CODE_POINTS} />
      </label>
    </>
  );
}

const noteOf = (form: FormData) => withoutControls(String(form.get('note')));

import { type FormEvent, useState } from 'react';
import { plainWords } from '../api/plain-words.ts';
import { Dialog, DialogEnd } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { findSince } from '../state/timeline-query.ts';
import { createValue, useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';

/** The message group in which a date is asked for. */
const asked = createValue<string | null>(null);

export function askForDate(group: string): void {
  asked.set(group);
}

/** Asks for a day, and shows its first message, or the next one after it. */
export function DateDialog({ group, show }: { group: string; show: (uuid: string) => void }) {
  if (useStore(asked) !== group) return null;
  return <Asking group={group} show={show} close={() => asked.set(null)} />;
}

interface Props {
  group: string;
  show: (uuid: string) => void;
  close: () => void;
}

function Asking({ group, show, close }: Props) {
  const [fault, setFault] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const date = String(new FormData(event.currentTarget).get('date'));
    try {
      const found = await findSince(group, new Date(`${date}T00:00`).toISOString());
      close();
      if (found) show(found);
    } catch (error) {
      setFault(plainWords(error));
    }
  };
  return (
    <Dialog title={messageWords.jumpToDate} close={close}>
      <form className="date-form" onSubmit={submit}>
        <Field
          label={messageWords.date}
          type="date"
          name="date"
          required
          max={today()}
          defaultValue={today()}
          error={fault}
        />
        <DialogEnd close={close}>{messageWords.jump}</DialogEnd>
      </form>
    </Dialog>
  );
}

/** In the time zone of the reader, as a date field takes it. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { api } from '../api/api.ts';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Closing, Dialog } from '../design/dialog.tsx';
import { Failure } from '../design/failure.tsx';
import { LoadingTexts } from '../design/loading.tsx';
import { clockTime, exactTime } from '../design/when.ts';
import { messageWords } from '../words/messages.ts';
import { FormattedText } from './formatted-text.tsx';

interface Props {
  group: string;
  message: Message;
}

/** Says that a message was edited, and shows its earlier texts. */
export function EditedMark({ group, message }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="link-button edited" onClick={() => setOpen(true)}>
        {messageWords.edited}
      </button>
      {isOpen && <History group={group} message={message} close={() => setOpen(false)} />}
    </>
  );
}

function History({ group, message, close }: Props & { close: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['edits', group, message.uuid, message.revision],
    // Not kept: the message may be deleted.
    gcTime: 0,
    queryFn: () => api.listEdits({ params: { message_group_uuid: group, message_uuid: message.uuid } }),
  });
  const now = { message: message.message, written_at: message.edited_at ?? message.created_at };
  return (
    <Dialog title={messageWords.earlierTexts} close={close}>
      {error && !data && <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>}
      {!data && !error && <LoadingTexts />}
      {data && (
        <ol className="edits">
          {[...data, now].map(({ written_at, message }) => (
            <li key={written_at}>
              <time className="quiet" dateTime={written_at} title={exactTime(written_at)}>
                {clockTime(written_at)}
              </time>
              <p className="text" dir="auto">
                <FormattedText text={message} />
              </p>
            </li>
          ))}
        </ol>
      )}
      <Closing close={close} />
    </Dialog>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { Dialog, DialogEnd } from '../design/dialog.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { blockPerson, unblockPerson } from '../state/blocks.ts';
import { peopleWords } from '../words/people.ts';

interface Person {
  user_uuid: string;
  display_name: string;
}

/** Asks first: the other side cannot write any more. */
export function BlockDialog({ who: { user_uuid, display_name }, close }: { who: Person; close: () => void }) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => blockPerson(user_uuid),
    onSuccess: () => {
      announce(peopleWords.isBlocked(display_name));
      close();
    },
  });
  return (
    <Dialog title={peopleWords.blockWhom(<bdi>{display_name}</bdi>)} close={close}>
      {error && <ErrorNotice>{plainWords(error)}</ErrorNotice>}
      <p>{peopleWords.blockMeans}</p>
      <DialogEnd close={close} isBusy={isPending} isDangerous confirm={mutate}>
        {peopleWords.block}
      </DialogEnd>
    </Dialog>
  );
}

/** In place of the message box. */
export function Blocked({ who: { user_uuid, display_name } }: { who: Person }) {
  return (
    <p className="blocked" role="status">
      {peopleWords.youHaveBlocked(<bdi>{display_name}</bdi>)} <Unblock who={{ user_uuid, display_name }} />
    </p>
  );
}

export function Unblock({ who: { user_uuid, display_name } }: { who: Person }) {
  const [error, setError] = useState('');
  const unblock = async () => {
    try {
      await unblockPerson(user_uuid);
      announce(peopleWords.canWriteAgain(display_name));
    } catch (failure) {
      setError(plainWords(failure));
    }
  };
  return (
    <>
      <button
        type="button"
        className="link-button"
        onClick={unblock}
        aria-label={peopleWords.unblockWhom(display_name)}
      >
        {peopleWords.unblock}
      </button>
      {error && <span role="alert"> {error}</span>}
    </>
  );
}

import { useRef, useState } from 'react';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { blockPerson, unblockPerson } from '../state/blocks.ts';

interface Person {
  user_uuid: string;
  display_name: string;
}

/** Asks first: the other side cannot write any more. */
export function BlockPerson({ who: { user_uuid, display_name } }: { who: Person }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState('');
  const block = async () => {
    try {
      await blockPerson(user_uuid);
      dialog.current?.close();
      announce(`${display_name} is blocked.`);
    } catch (failure) {
      setError(plainWords(failure));
    }
  };
  return (
    <>
      <button type="button" className="link-button pane-action" onClick={() => dialog.current?.showModal()}>
        Block
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="block">
        <h2 id="block">
          Block <bdi>{display_name}</bdi>?
        </h2>
        <p>
          They cannot write to you any more, do not find you in the search, and are not told. You can unblock
          them at any time.
        </p>
        {error && <ErrorNotice>{error}</ErrorNotice>}
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="button" className="button button-danger" onClick={block}>
            Block
          </button>
        </div>
      </dialog>
    </>
  );
}

/** In place of the message box. */
export function Blocked({ who: { user_uuid, display_name } }: { who: Person }) {
  return (
    <p className="blocked" role="status">
      You have blocked <bdi>{display_name}</bdi>. <Unblock who={{ user_uuid, display_name }} />
    </p>
  );
}

export function Unblock({ who: { user_uuid, display_name } }: { who: Person }) {
  const [error, setError] = useState('');
  const unblock = async () => {
    try {
      await unblockPerson(user_uuid);
      announce(`${display_name} can write to you again.`);
    } catch (failure) {
      setError(plainWords(failure));
    }
  };
  return (
    <>
      <button type="button" className="link-button" onClick={unblock} aria-label={`Unblock ${display_name}`}>
        Unblock
      </button>
      {error && <span role="alert"> {error}</span>}
    </>
  );
}

import { useRef, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { signOut } from '../session/sign-out.ts';
import { draftedConversations } from '../state/drafts.ts';
import { outboxItems } from '../state/outbox.ts';
import { pendingChanges } from '../state/pending-changes.ts';

/** Asks for confirmation if drafts or unsent messages would be lost. */
export function SignOut() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [losses, setLosses] = useState('');
  const ask = () => {
    const found = lossesOfSigningOut();
    if (!found) return signOut();
    setLosses(found);
    dialog.current?.showModal();
  };
  return (
    <section className="card" aria-labelledby="session">
      <h2 id="session">Session</h2>
      <p className="quiet">Signs out in every tab of this browser.</p>
      <button type="button" className="button button-quiet" onClick={ask}>
        <Icon name="signout" />
        Sign out
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="losses">
        <h2 id="losses">Some of what you wrote is not sent</h2>
        <p>Signing out discards {losses}.</p>
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            Stay signed in
          </button>
          <button type="button" className="button button-danger" onClick={signOut}>
            Discard and sign out
          </button>
        </div>
      </dialog>
    </section>
  );
}

/** What would be lost, in words; empty if nothing. */
function lossesOfSigningOut(): string {
  const losses = [
    counted(draftedConversations().length, 'draft'),
    counted(outboxItems().length, 'unsent message'),
    counted(pendingChanges().length, 'unsent change'),
  ];
  return new Intl.ListFormat('en-GB').format(losses.filter((loss) => loss !== ''));
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

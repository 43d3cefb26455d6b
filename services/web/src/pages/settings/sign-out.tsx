import { useRef, useState } from 'react';
import { plainWords } from '../../api/plain-words.ts';
import { Icon } from '../../design/icon.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { draftedConversations } from '../../state/drafts.ts';
import { leave, leaveEverywhere } from '../../state/leave.ts';
import { outboxItems } from '../../state/outbox.ts';
import { pendingChanges } from '../../state/pending-changes.ts';
import { accountWords } from '../../words/account.ts';
import { listOf } from '../../words/language.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';

/** Asks for confirmation if drafts or unsent messages would be lost. */
export function SignOut() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [losses, setLosses] = useState('');
  const [error, setError] = useState('');
  const here = () => void leave();
  const chosen = useRef<() => void>(here);
  const everywhere = () => {
    leaveEverywhere().catch((failure) => setError(plainWords(failure)));
  };
  const ask = (how: () => void) => {
    setError('');
    const found = lossesOfSigningOut();
    if (!found) return how();
    chosen.current = how;
    setLosses(found);
    dialog.current?.showModal();
  };
  return (
    <Card title={settingWords.session}>
      {error && <ErrorNotice>{error}</ErrorNotice>}
      <p className="quiet">
        {settingWords.signOutMeans} {settingWords.signOutEverywhereMeans}
      </p>
      <div className="card-actions">
        <button type="button" className="button button-quiet" onClick={() => ask(here)}>
          <Icon name="signout" />
          {accountWords.signOut}
        </button>
        <button type="button" className="button button-quiet" onClick={() => ask(everywhere)}>
          {settingWords.signOutEverywhere}
        </button>
      </div>
      <dialog ref={dialog} className="dialog" aria-labelledby="losses">
        <h2 id="losses">{settingWords.someIsNotSent}</h2>
        <p>{settingWords.discards(losses)}</p>
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            {settingWords.staySignedIn}
          </button>
          <button
            type="button"
            className="button button-danger"
            onClick={() => {
              dialog.current?.close();
              chosen.current();
            }}
          >
            {settingWords.discardAndSignOut}
          </button>
        </div>
      </dialog>
    </Card>
  );
}

/** What would be lost, in words; empty if nothing. */
function lossesOfSigningOut(): string {
  const losses: [count: number, inWords: (count: number) => string][] = [
    [draftedConversations().length, settingWords.drafts],
    [outboxItems().length, settingWords.unsentMessages],
    [pendingChanges().length, settingWords.unsentChanges],
  ];
  return listOf(losses.filter(([count]) => count > 0).map(([count, inWords]) => inWords(count)));
}

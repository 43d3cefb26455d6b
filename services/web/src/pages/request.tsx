import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type * as contract from '../../../../shared/contract/message-groups.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { plainWords } from '../api/plain-words.ts';
import { ReportDialog } from '../conversation/report-dialog.tsx';
import { announce } from '../design/announcer.tsx';
import { Icon } from '../design/icon.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { BlockDialog } from '../people/block-person.tsx';
import { ACCEPTED, changeGroup, DECLINED } from '../state/group-settings.ts';
import { messageWords } from '../words/messages.ts';
import { peopleWords } from '../words/people.ts';
import './request.css';

/** In place of the message box: what to do with a stranger's messages. */
export function Request({ group }: { group: MessageGroup }) {
  const { uuid, display_name } = group;
  const navigate = useNavigate();
  const [asked, ask] = useState<'block' | 'report' | null>(null);
  const close = () => ask(null);
  const isDeclined = group.list === 'archived';
  const name = <bdi>{display_name}</bdi>;
  const accepting = useMutation({
    mutationFn: () => changeGroup(uuid, ACCEPTED),
    onSuccess: () => announce(messageWords.canWriteNow(display_name)),
  });
  const declining = useMutation({
    mutationFn: () => changeGroup(uuid, DECLINED),
    onSuccess: () => {
      announce(messageWords.declined);
      void navigate('/messages/requests');
    },
  });
  const error = accepting.error ?? declining.error;
  const isBusy = accepting.isPending || declining.isPending;
  return (
    <section className="request" aria-label={messageWords.messageRequest}>
      <p>
        {isDeclined ? messageWords.youDeclined(name) : messageWords.wantsToWrite(name)}{' '}
        <span className="quiet">{messageWords.notSeenUntilAccepted}</span>
      </p>
      {error && <ErrorNotice>{plainWords(error)}</ErrorNotice>}
      <div className="request-answers">
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={() => isBusy || accepting.mutate()}
        >
          {messageWords.accept}
        </button>
        {!isDeclined && (
          <button
            type="button"
            className="button button-quiet"
            aria-disabled={isBusy}
            onClick={() => isBusy || declining.mutate()}
          >
            {messageWords.decline}
          </button>
        )}
        <span className="request-defence">
          <button type="button" className="link-button" onClick={() => ask('block')}>
            {peopleWords.block}
          </button>
          <button type="button" className="link-button" onClick={() => ask('report')}>
            {messageWords.report}
          </button>
        </span>
      </div>
      {asked === 'block' && <BlockDialog who={group} close={close} />}
      {asked === 'report' && <ReportDialog group={uuid} who={group} close={close} />}
    </section>
  );
}

/** Typed as the contract's literal: the schema is not bundled. */
const MAX_MESSAGES: typeof contract.REQUEST_MESSAGES_MAX = 3;

/** How many messages a request has left; undefined if it is none. */
export function placesLeft(group: MessageGroup | undefined, own: number): number | undefined {
  return group?.request === 'sent' ? Math.max(0, MAX_MESSAGES - own) : undefined;
}

/** Above the message box of the sender, or in its place. */
export function RequestSent({ name, left }: { name: string; left: number }) {
  const who = <bdi>{name}</bdi>;
  return (
    <p className="request-sent" role="status">
      <Icon name="clock" />
      <span>{left > 0 ? messageWords.requestWaits(who, left) : messageWords.requestIsFull(who)}</span>
    </p>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { plainWords } from '../api/plain-words.ts';
import { ReportDialog } from '../conversation/report-dialog.tsx';
import { announce } from '../design/announcer.tsx';
import { Confirmation, Dialog } from '../design/dialog.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { closeGroupMenu, useOpenedGroup } from '../groups/opened-menu.ts';
import { unblockPerson } from '../state/blocks.ts';
import { isGone } from '../state/gone.ts';
import { isMuted } from '../state/group-list.ts';
import { ACCEPTED, changeGroup, DECLINED, type GroupSettings } from '../state/group-settings.ts';
import { BlockDialog } from './block-person.tsx';

const FOR_EVER = '9999-12-31T23:59:59.999Z';
const NIGHT_MS = 8 * 3_600_000;

/** What a dialog asks about a conversation. */
interface Question {
  about: 'block' | 'report' | 'deletion';
  group: MessageGroup;
}

/** The menu of a conversation, opened from its head or from a list: one for the page, with its dialogs. */
export function GroupMenu() {
  const opened = useOpenedGroup();
  const [asked, ask] = useState<Question | null>(null);
  const { mutate, error, reset } = useMutation({
    mutationFn: ({ work }: Work) => work(),
    onSuccess: (_, { done }) => announce(done),
  });
  return (
    <>
      {opened &&
        createPortal(
          <Menu anchor={opened.anchor} at={opened.at} label="Conversation" close={closeGroupMenu}>
            <Items group={opened.group} run={mutate} ask={(about) => ask({ about, group: opened.group })} />
          </Menu>,
          landmarkOf(opened.anchor),
        )}
      {asked && <Asked question={asked} close={() => ask(null)} />}
      {error && (
        <Dialog title="Not changed" close={reset}>
          <ErrorNotice>{plainWords(error)}</ErrorNotice>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={reset}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** A menu belongs to the landmark of what opened it. */
const landmarkOf = (anchor: HTMLElement) => anchor.closest('.groups, .pane') ?? document.body;

interface Work {
  work: () => Promise<unknown>;
  /** What is announced afterwards. */
  done: string;
}

interface ItemsProps {
  group: MessageGroup;
  run: (work: Work) => void;
  ask: (about: Question['about']) => void;
}

function Items({ group, run, ask }: ItemsProps) {
  const change = (body: GroupSettings, done: string) => () =>
    run({ work: () => changeGroup(group.uuid, body), done });
  const isRequest = group.request === 'received';
  return (
    <>
      {isRequest ? (
        <AnswerItems group={group} change={change} />
      ) : (
        <>
          <PinItem group={group} change={change} />
          <MuteItems group={group} change={change} />
          <ArchiveItem group={group} change={change} />
        </>
      )}
      {isGone(group) ? null : group.blocked ? (
        <MenuItem
          icon="block"
          onChoose={() =>
            run({
              work: () => unblockPerson(group.user_uuid),
              done: `${group.display_name} can write to you again.`,
            })
          }
        >
          Unblock
        </MenuItem>
      ) : (
        <MenuItem icon="block" onChoose={() => ask('block')}>
          Block
        </MenuItem>
      )}
      <MenuItem icon="warning" onChoose={() => ask('report')}>
        Report
      </MenuItem>
      {!isRequest && (
        <MenuItem icon="delete" onChoose={() => ask('deletion')} className="menu-item-danger">
          Delete messages for me
        </MenuItem>
      )}
    </>
  );
}

/** What to do with a stranger's request. */
function AnswerItems({ group, change }: ChangeProps) {
  return (
    <>
      <MenuItem icon="check" onChoose={change(ACCEPTED, `${group.display_name} can write to you now.`)}>
        Accept
      </MenuItem>
      {group.list === 'requests' && (
        <MenuItem icon="close" onChoose={change(DECLINED, 'The request is declined.')}>
          Decline
        </MenuItem>
      )}
    </>
  );
}

function PinItem({ group, change }: ChangeProps) {
  const isPinned = group.list === 'pinned';
  return (
    <MenuItem icon="pin" onChoose={change({ pinned: !isPinned }, isPinned ? 'Unpinned.' : 'Pinned.')}>
      {isPinned ? 'Unpin' : 'Pin'}
    </MenuItem>
  );
}

function ArchiveItem({ group, change }: ChangeProps) {
  const isArchived = group.list === 'archived';
  const choose = isArchived
    ? change({ list: 'inbox' }, 'Moved to the inbox.')
    : change({ list: 'archived' }, 'Archived.');
  return (
    <MenuItem icon="archive" onChoose={choose}>
      {isArchived ? 'Move to the inbox' : 'Archive'}
    </MenuItem>
  );
}

interface ChangeProps {
  group: MessageGroup;
  change: (body: GroupSettings, done: string) => () => void;
}

function MuteItems({ group, change }: ChangeProps) {
  if (isMuted(group)) {
    return (
      <MenuItem icon="mute" onChoose={change({ muted_until: null }, 'No longer muted.')}>
        Unmute
      </MenuItem>
    );
  }
  const morning = new Date(Date.now() + NIGHT_MS).toISOString();
  return (
    <>
      <MenuItem icon="mute" onChoose={change({ muted_until: morning }, 'Muted.')}>
        Mute for 8 hours
      </MenuItem>
      <MenuItem icon="mute" onChoose={change({ muted_until: FOR_EVER }, 'Muted.')}>
        Mute
      </MenuItem>
    </>
  );
}

function Asked({ question: { about, group }, close }: { question: Question; close: () => void }) {
  if (about === 'block') return <BlockDialog who={group} close={close} />;
  if (about === 'report') return <ReportDialog group={group.uuid} who={group} close={close} />;
  return <Deletion group={group} close={close} />;
}

/** Asks first: it is not undone. */
function Deletion({ group: { uuid, display_name }, close }: { group: MessageGroup; close: () => void }) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => changeGroup(uuid, { cleared: true }),
    onSuccess: () => {
      announce('The messages are deleted for you.');
      close();
    },
  });
  return (
    <Dialog title="Delete all messages for you?" close={close}>
      {error && <ErrorNotice>{`Not deleted. ${plainWords(error)}`}</ErrorNotice>}
      <p>
        Only you no longer see them; <bdi>{display_name}</bdi> still does. This cannot be undone.
      </p>
      <Confirmation close={close} isPending={isPending} confirm={mutate}>
        Delete
      </Confirmation>
    </Dialog>
  );
}

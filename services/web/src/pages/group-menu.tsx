import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { plainWords } from '../api/plain-words.ts';
import { askForDate } from '../conversation/date-dialog.tsx';
import { ReportDialog } from '../conversation/report-dialog.tsx';
import { announce } from '../design/announcer.tsx';
import { Contained } from '../design/contained.tsx';
import { Dialog, DialogEnd } from '../design/dialog.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { SearchDialog } from '../groups/lazy-search.ts';
import { closeGroupMenu, showPerson, useOpenedGroup, useShownPerson } from '../groups/opened-menu.ts';
import { BlockDialog } from '../people/block-person.tsx';
import { PersonPanel } from '../people/person-panel.tsx';
import { unblockPerson } from '../state/blocks.ts';
import { isGone } from '../state/gone.ts';
import { isMuted } from '../state/group-list.ts';
import { ACCEPTED, changeGroup, DECLINED, type GroupSettings } from '../state/group-settings.ts';
import { searchedGroup } from '../state/message-search.ts';
import { useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';
import { peopleWords } from '../words/people.ts';
import { shellWords } from '../words/shell.ts';

const FOR_EVER = '9999-12-31T23:59:59.999Z';
const NIGHT_HOURS = 8;
const NIGHT_MS = NIGHT_HOURS * 3_600_000;

/** What a dialog asks about a conversation. */
interface Question {
  about: 'block' | 'report' | 'deletion';
  group: MessageGroup;
}

/** The menu of a conversation, opened from its head or from a list: one for the page, with its dialogs. */
export function GroupMenu() {
  const opened = useOpenedGroup();
  const person = useShownPerson();
  const isSearched = useStore(searchedGroup) !== null;
  const [asked, ask] = useState<Question | null>(null);
  const { mutate, error, reset } = useMutation({
    mutationFn: ({ work }: Work) => work(),
    onSuccess: (_, { done }) => announce(done),
  });
  return (
    <>
      {opened &&
        createPortal(
          <Menu
            anchor={opened.anchor}
            at={opened.at}
            label={messageWords.conversation}
            close={closeGroupMenu}
          >
            {opened.anchor.closest('.pane') && <PlaceItems group={opened.group} />}
            <Items group={opened.group} run={mutate} ask={(about) => ask({ about, group: opened.group })} />
          </Menu>,
          landmarkOf(opened.anchor),
        )}
      {person && (
        <PersonPanel shown={person} close={() => showPerson(null)}>
          {(group) => (
            <>
              <PlaceItems group={group} />
              <Items group={group} run={mutate} ask={(about) => ask({ about, group })} />
            </>
          )}
        </PersonPanel>
      )}
      {isSearched && (
        <Contained loading={null} frame={(notice) => notice}>
          <SearchDialog />
        </Contained>
      )}
      {asked && <Asked question={asked} close={() => ask(null)} />}
      {error && (
        <Dialog title={messageWords.notChangedTitle} close={reset}>
          <ErrorNotice>{plainWords(error)}</ErrorNotice>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={reset}>
              {shellWords.close}
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
              done: peopleWords.canWriteAgain(group.display_name),
            })
          }
        >
          {peopleWords.unblock}
        </MenuItem>
      ) : (
        <MenuItem icon="block" onChoose={() => ask('block')}>
          {peopleWords.block}
        </MenuItem>
      )}
      <MenuItem icon="report" onChoose={() => ask('report')}>
        {messageWords.report}
      </MenuItem>
      {!isRequest && (
        <MenuItem icon="delete" onChoose={() => ask('deletion')} className="menu-item-danger">
          {messageWords.deleteAllForMe}
        </MenuItem>
      )}
    </>
  );
}

/** What leads to a place in the conversation. */
function PlaceItems({ group }: { group: MessageGroup }) {
  const choose = (ask: (group: string) => void) => () => {
    showPerson(null);
    ask(group.uuid);
  };
  return (
    <>
      <MenuItem icon="search" onChoose={choose((uuid) => searchedGroup.set(uuid))}>
        {messageWords.searchInConversation}
      </MenuItem>
      <MenuItem icon="date" onChoose={choose(askForDate)}>
        {messageWords.jumpToDate}
      </MenuItem>
    </>
  );
}

/** What to do with a stranger's request. */
function AnswerItems({ group, change }: ChangeProps) {
  return (
    <>
      <MenuItem icon="check" onChoose={change(ACCEPTED, messageWords.canWriteNow(group.display_name))}>
        {messageWords.accept}
      </MenuItem>
      {group.list === 'requests' && (
        <MenuItem icon="close" onChoose={change(DECLINED, messageWords.declined)}>
          {messageWords.decline}
        </MenuItem>
      )}
    </>
  );
}

function PinItem({ group, change }: ChangeProps) {
  const isPinned = group.list === 'pinned';
  return (
    <MenuItem
      icon="pin"
      onChoose={change({ pinned: !isPinned }, isPinned ? messageWords.isUnpinned : messageWords.isPinned)}
    >
      {isPinned ? messageWords.unpin : messageWords.pin}
    </MenuItem>
  );
}

function ArchiveItem({ group, change }: ChangeProps) {
  const isArchived = group.list === 'archived';
  const choose = isArchived
    ? change({ list: 'inbox' }, messageWords.isInInbox)
    : change({ list: 'archived' }, messageWords.isArchived);
  return (
    <MenuItem icon="archive" onChoose={choose}>
      {isArchived ? messageWords.moveToInbox : messageWords.archive}
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
      <MenuItem icon="mute" onChoose={change({ muted_until: null }, messageWords.isUnmuted)}>
        {messageWords.unmute}
      </MenuItem>
    );
  }
  const morning = new Date(Date.now() + NIGHT_MS).toISOString();
  return (
    <>
      <MenuItem icon="mute" onChoose={change({ muted_until: morning }, messageWords.isMuted)}>
        {messageWords.muteForHours(NIGHT_HOURS)}
      </MenuItem>
      <MenuItem icon="mute" onChoose={change({ muted_until: FOR_EVER }, messageWords.isMuted)}>
        {messageWords.mute}
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
      announce(messageWords.allDeleted);
      close();
    },
  });
  return (
    <Dialog title={messageWords.deleteAllQuestion} close={close}>
      {error && <ErrorNotice>{messageWords.notDeleted(plainWords(error))}</ErrorNotice>}
      <p>{messageWords.deleteAllMeans(<bdi>{display_name}</bdi>)}</p>
      <DialogEnd close={close} isBusy={isPending} isDangerous confirm={mutate}>
        {messageWords.delete}
      </DialogEnd>
    </Dialog>
  );
}

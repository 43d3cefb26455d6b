import { useCallback, useState } from 'react';
import { announceAndShow } from '../design/announcer.tsx';
import { Contained } from '../design/contained.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { EmojiPopover } from '../emoji/lazy-emoji.ts';
import { createValue, useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';
import { changeOrSay } from './change-or-say.ts';
import { startEditing, startReplying } from './compose-mode.ts';
import { DeleteDialog, type Deletion } from './delete-dialog.tsx';
import { mayEdit } from './may-edit.ts';
import { ReportDialog } from './report-dialog.tsx';
import type { Subject } from './subject.ts';
import './message-menu.css';

const opened = createValue<{ subject: Subject; anchor: HTMLElement } | null>(null);

export function openMessageMenu(subject: Subject, anchor: HTMLElement): void {
  opened.set({ subject, anchor });
}

interface ButtonProps {
  subject: Subject;
  /** Whether the Tab key reaches it; from there the arrow keys reach the others. */
  isTabStop: boolean;
}

/** The button at a message that opens its menu. */
export function MessageMenuButton({ subject, isTabStop }: ButtonProps) {
  const isOpen = useStore(opened)?.subject.message.uuid === subject.message.uuid;
  return (
    <button
      type="button"
      className="message-more"
      aria-label={messageWords.whatToDo}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onClick={({ currentTarget }) => openMessageMenu(subject, currentTarget)}
    >
      <Icon name="more" />
    </button>
  );
}

/** The menu of a message: one for a conversation, at the message that opened it. */
export function MessageMenu() {
  const now = useStore(opened);
  const [toDelete, setToDelete] = useState<Deletion | null>(null);
  const [toReport, setToReport] = useState<Subject | null>(null);
  const [toReact, setToReact] = useState<typeof now>(null);
  const close = useCallback(() => opened.set(null), []);
  const stopReacting = useCallback(() => setToReact(null), []);
  return (
    <>
      {now && (
        <Menu anchor={now.anchor} label={messageWords.message} close={close}>
          <Items
            subject={now.subject}
            react={() => setToReact(now)}
            remove={setToDelete}
            report={setToReport}
          />
        </Menu>
      )}
      {toReact && (
        <Contained loading={null} frame={(notice) => notice}>
          <EmojiPopover
            anchor={toReact.anchor}
            returnTo={toReact.anchor}
            choose={({ emoji }) => {
              stopReacting();
              toReact.anchor.focus({ preventScroll: true });
              react(toReact.subject, emoji);
            }}
            close={stopReacting}
          />
        </Contained>
      )}
      {toDelete && <DeleteDialog deletion={toDelete} close={() => setToDelete(null)} />}
      {toReport && (
        <ReportDialog
          group={toReport.group}
          who={toReport.message}
          message={toReport.message}
          close={() => setToReport(null)}
        />
      )}
    </>
  );
}

interface ItemsProps {
  subject: Subject;
  /** Chooses among all emoji. */
  react: () => void;
  remove: (deletion: Deletion) => void;
  report: (subject: Subject) => void;
}

function Items({ subject, react, remove, report }: ItemsProps) {
  const { group, message, isMine } = subject;
  return (
    <>
      <QuickReactions subject={subject} more={react} />
      <MenuItem icon="reply" onChoose={() => startReplying(group, message)}>
        {messageWords.reply}
      </MenuItem>
      <MenuItem icon="copy" onChoose={() => void copy(message.message)}>
        {messageWords.copy}
      </MenuItem>
      {isMine && mayEdit(message) && (
        <MenuItem icon="edit" onChoose={() => startEditing(group, message)}>
          {messageWords.edit}
        </MenuItem>
      )}
      <MenuItem icon="hide" onChoose={() => remove({ subject, isForEveryone: false })}>
        {messageWords.deleteForMe}
      </MenuItem>
      {!isMine && (
        <MenuItem icon="report" onChoose={() => report(subject)}>
          {messageWords.report}
        </MenuItem>
      )}
      {isMine && (
        <MenuItem
          icon="delete"
          className="menu-item-danger"
          onChoose={() => remove({ subject, isForEveryone: true })}
        >
          {messageWords.deleteForEveryone}
        </MenuItem>
      )}
    </>
  );
}

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

function QuickReactions({ subject, more }: { subject: Subject; more: () => void }) {
  const own = ownReactions(subject);
  return (
    <fieldset className="menu-reactions" aria-label={messageWords.react}>
      {QUICK.map((emoji) => (
        <MenuItem
          key={emoji}
          className={`menu-reaction${own.has(emoji) ? ' menu-reaction-own' : ''}`}
          label={own.has(emoji) ? messageWords.takeBack(emoji) : messageWords.reactWith(emoji)}
          onChoose={() => react(subject, emoji)}
        >
          {emoji}
        </MenuItem>
      ))}
      <MenuItem icon="add" className="menu-reaction" label={messageWords.moreReactions} onChoose={more} />
    </fieldset>
  );
}

/** Puts a reaction, or takes one's own back. */
function react(subject: Subject, emoji: string): void {
  const { group, message } = subject;
  changeOrSay(group, message, { kind: 'react', emoji, isOn: !ownReactions(subject).has(emoji) });
}

const ownReactions = ({ message, me }: Subject) =>
  new Set(message.reactions?.filter(({ user_uuids }) => user_uuids.includes(me)).map(({ emoji }) => emoji));

async function copy(text: string): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  announceAndShow(isCopied ? messageWords.copied : messageWords.cannotCopy);
}

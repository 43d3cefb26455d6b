import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { plainWords } from '../api/plain-words.ts';
import { ReportDialog } from '../conversation/report-dialog.tsx';
import { announce } from '../design/announcer.tsx';
import { Confirmation, Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { isMuted } from '../state/group-list.ts';
import { changeGroup, type GroupSettings } from '../state/group-settings.ts';

const FOR_EVER = '9999-12-31T23:59:59.999Z';
const NIGHT_MS = 8 * 3_600_000;

/** What the user sees of a conversation: pinned, muted, archived, deleted for themselves. */
export function ConversationMenu({ group }: { group: MessageGroup }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'menu' | 'deletion' | 'report' | null>(null);
  const { mutate, error, reset } = useSettings(group.uuid);
  const change = (body: GroupSettings, done: string) => () => mutate({ body, done });
  const night = () => new Date(Date.now() + NIGHT_MS).toISOString();
  const close = () => setOpen(null);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="icon-button"
        aria-label="Conversation menu"
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        onClick={() => setOpen('menu')}
      >
        <Icon name="more" />
      </button>
      {open === 'menu' && anchor.current && (
        <Menu
          anchor={anchor.current}
          label="Conversation"
          close={() => setOpen((now) => (now === 'menu' ? null : now))}
        >
          {group.list === 'pinned' ? (
            <MenuItem icon="pin" onChoose={change({ pinned: false }, 'Unpinned.')}>
              Unpin
            </MenuItem>
          ) : (
            <MenuItem icon="pin" onChoose={change({ pinned: true }, 'Pinned.')}>
              Pin
            </MenuItem>
          )}
          {isMuted(group) ? (
            <MenuItem icon="mute" onChoose={change({ muted_until: null }, 'No longer muted.')}>
              Unmute
            </MenuItem>
          ) : (
            <>
              <MenuItem
                icon="mute"
                onChoose={() => mutate({ body: { muted_until: night() }, done: 'Muted.' })}
              >
                Mute for 8 hours
              </MenuItem>
              <MenuItem icon="mute" onChoose={change({ muted_until: FOR_EVER }, 'Muted.')}>
                Mute
              </MenuItem>
            </>
          )}
          {group.list === 'archived' ? (
            <MenuItem icon="archive" onChoose={change({ list: 'inbox' }, 'Moved to the inbox.')}>
              Move to the inbox
            </MenuItem>
          ) : (
            <MenuItem icon="archive" onChoose={change({ list: 'archived' }, 'Archived.')}>
              Archive
            </MenuItem>
          )}
          <MenuItem icon="warning" onChoose={() => setOpen('report')}>
            Report
          </MenuItem>
          <MenuItem icon="delete" onChoose={() => setOpen('deletion')} className="menu-item-danger">
            Delete messages for me
          </MenuItem>
        </Menu>
      )}
      {open === 'report' && <ReportDialog group={group.uuid} who={group} close={close} />}
      {open === 'deletion' && <Deletion group={group} close={close} />}
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

function useSettings(group: string, onSuccess: () => void = () => {}) {
  return useMutation({
    mutationFn: ({ body }: { body: GroupSettings; done: string }) => changeGroup(group, body),
    onSuccess: (_, { done }) => {
      announce(done);
      onSuccess();
    },
  });
}

/** Asks first: it is not undone. */
function Deletion({ group: { uuid, display_name }, close }: { group: MessageGroup; close: () => void }) {
  const { mutate, error, isPending } = useSettings(uuid, close);
  return (
    <Dialog title="Delete all messages for you?" close={close}>
      {error && <ErrorNotice>{`Not deleted. ${plainWords(error)}`}</ErrorNotice>}
      <p>
        Only you no longer see them; <bdi>{display_name}</bdi> still does. This cannot be undone.
      </p>
      <Confirmation
        close={close}
        isPending={isPending}
        confirm={() => mutate({ body: { cleared: true }, done: 'The messages are deleted for you.' })}
      >
        Delete
      </Confirmation>
    </Dialog>
  );
}

import { useNavigate } from 'react-router';
import { Closing, Dialog } from '../design/dialog.tsx';
import { PersonFinder } from '../people/person-finder.tsx';
import { useStore } from '../store/create-store.ts';
import { openedShortcut } from './opened-shortcut.ts';
import './shortcut-dialog.css';

const close = () => openedShortcut.set(null);

/** What a shortcut opens: the way to a conversation, or the list of shortcuts. */
export default function ShortcutDialog() {
  return useStore(openedShortcut) === 'jump' ? <Jump /> : <Help />;
}

/** Leads to a person, and so to the conversation with them if there is one. */
function Jump() {
  const navigate = useNavigate();
  const go = (handle: string) => {
    close();
    void navigate(`/messages/new/${encodeURIComponent(handle)}`);
  };
  return (
    <Dialog title="Go to a person or conversation" className="jump" close={close}>
      <PersonFinder onChoose={go} />
    </Dialog>
  );
}

const COMMAND = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';

const SHORTCUTS: [keys: string[], does: string][] = [
  [[COMMAND, 'K'], 'Go to a person or conversation'],
  [['Alt', '↑'], 'The conversation above'],
  [['Alt', '↓'], 'The conversation below'],
  [['Shift', 'F10'], 'The menu of the conversation in the list that has the focus'],
  [
    ['Shift', 'Tab'],
    'From the message box to the newest message; ↑ and ↓ lead to others, Enter opens the menu',
  ],
  [['↑'], 'In an empty message box: edit your last message'],
  [['Enter'], 'Send'],
  [['Shift', 'Enter'], 'A new line'],
  [['Esc'], 'Stop editing or replying, close a menu or a dialog'],
  [['?'], 'This list'],
];

function Help() {
  return (
    <Dialog title="Keyboard shortcuts" close={close}>
      <dl className="shortcuts">
        {SHORTCUTS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Closing close={close} />
    </Dialog>
  );
}

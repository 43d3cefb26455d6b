import { useNavigate } from 'react-router';
import { Closing, Dialog } from '../design/dialog.tsx';
import { PersonFinder } from '../people/person-finder.tsx';
import { useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';
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
    <Dialog title={messageWords.goTo} className="jump" close={close}>
      <PersonFinder onChoose={go} />
    </Dialog>
  );
}

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

function shortcuts(): [keys: string[], does: string][] {
  return [
    [[IS_APPLE ? '⌘' : messageWords.control, 'K'], messageWords.goTo],
    [[messageWords.alt, '↑'], messageWords.above],
    [[messageWords.alt, '↓'], messageWords.below],
    [['↑', '↓'], messageWords.moveInList],
    [[messageWords.home, messageWords.end], messageWords.firstOrLast],
    [[messageWords.shift, 'F10'], messageWords.menuInList],
    [[messageWords.shift, messageWords.tab], messageWords.toNewest],
    [['↑'], messageWords.editLast],
    [[messageWords.enter], messageWords.send],
    [[messageWords.shift, messageWords.enter], messageWords.newLine],
    [[messageWords.escape], messageWords.stop],
    [['?'], messageWords.thisList],
  ];
}

function Help() {
  return (
    <Dialog title={messageWords.shortcuts} close={close}>
      <dl className="shortcuts">
        {shortcuts().map(([keys, does]) => (
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

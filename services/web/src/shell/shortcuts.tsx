import { useEffect } from 'react';
import { type NavigateFunction, useMatch, useNavigate } from 'react-router';
import { Contained } from '../design/contained.tsx';
import { useMessageGroups } from '../state/message-groups-query.ts';
import { useStore } from '../store/create-store.ts';
import { ShortcutDialog } from './lazy-pages.ts';
import { openedShortcut } from './opened-shortcut.ts';

/** Keyboard shortcuts that work on every page, and the dialog that one of them opened. */
export function Shortcuts() {
  const step = useStep();
  const isOpen = useStore(openedShortcut) !== null;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = document.querySelector('dialog[open]') ? undefined : actOf(event, step);
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [step]);
  if (!isOpen) return null;
  return (
    <Contained loading={null} frame={() => null}>
      <ShortcutDialog />
    </Contained>
  );
}

type Step = (by: -1 | 1) => void;

function actOf(event: KeyboardEvent, step: Step): (() => void) | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const isCommand = ctrlKey !== metaKey && !altKey && !shiftKey;
  if (isCommand && key.toLowerCase() === 'k') return () => openedShortcut.set('jump');
  if (ctrlKey || metaKey) return undefined;
  if (altKey && key === 'ArrowUp') return () => step(-1);
  if (altKey && key === 'ArrowDown') return () => step(1);
  return key === '?' && !isWriting(event) ? () => openedShortcut.set('help') : undefined;
}

const isWriting = ({ target }: Event) =>
  target instanceof Element && target.matches('input, textarea, select');

/** Goes to the conversation above or below the open one in the list; to the first one if none is open. */
function useStep(): Step {
  const navigate: NavigateFunction = useNavigate();
  const current = useMatch('/messages/:group')?.params.group?.toLowerCase();
  const groups = useMessageGroups().data?.groups ?? [];
  return (by) => {
    const at = groups.findIndex(({ uuid }) => uuid === current);
    const next = at < 0 ? groups[0] : groups[at + by];
    if (next) void navigate(`/messages/${next.uuid}`);
  };
}

import type { MouseEvent } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import { leaveComposeMode } from './compose-mode.ts';

interface Props {
  icon: IconName;
  title: string;
  /** The message that it is about. */
  text: string;
  /** What the button to leave says. */
  cancel: string;
}

/** Leaves the mode for the message box: the button that had the focus vanishes. */
function leave({ currentTarget }: MouseEvent<HTMLButtonElement>): void {
  currentTarget.form?.querySelector('textarea')?.focus({ preventScroll: true });
  leaveComposeMode();
}

/** What the composer does, above its box, and how to leave it. */
export function ComposeBar({ icon, title, text, cancel }: Props) {
  return (
    <div className="compose-bar">
      <Icon name={icon} />
      <div className="compose-bar-text">
        <strong>{title}</strong>
        <p dir="auto">{text}</p>
      </div>
      <button type="button" className="icon-button" aria-label={cancel} onClick={leave}>
        <Icon name="close" />
      </button>
    </div>
  );
}

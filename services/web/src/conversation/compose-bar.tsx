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

/** What the composer does, above its box, and how to leave it. */
export function ComposeBar({ icon, title, text, cancel }: Props) {
  return (
    <div className="compose-bar">
      <Icon name={icon} />
      <div className="compose-bar-text">
        <strong>{title}</strong>
        <p dir="auto">{text}</p>
      </div>
      <button type="button" className="icon-button" aria-label={cancel} onClick={leaveComposeMode}>
        <Icon name="close" />
      </button>
    </div>
  );
}

import { shellWords } from '../../words/shell.ts';

interface Props {
  close: () => void;
  isBusy: boolean;
  /** It cannot be undone. */
  isDangerous?: boolean;
  children: string;
}

/** The end of a form in a dialog. */
export function DialogEnd({ close, isBusy, isDangerous = false, children }: Props) {
  return (
    <div className="dialog-actions">
      <button type="button" className="button button-quiet" onClick={close}>
        {shellWords.cancel}
      </button>
      <button
        type="submit"
        className={`button${isDangerous ? ' button-danger' : ''}`}
        aria-disabled={isBusy || undefined}
      >
        {children}
      </button>
    </div>
  );
}

import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { shellWords } from '../words/shell.ts';

interface Props {
  title: ReactNode;
  /** Called when the dialog is closed, by Escape too. */
  close: () => void;
  className?: string;
  children: ReactNode;
}

/** A modal dialog, open while it is rendered. The focus returns to where it was. */
export function Dialog({ title, close, className = '', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const box = dialog.current;
    box?.showModal();
    // Closed, not only removed: closing returns the focus.
    return () => box?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={id}
      // Rendered twice, as in development, it is open again.
      onClose={() => dialog.current?.open || close()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** The end of a dialog that only shows something. */
export function Closing({ close }: { close: () => void }) {
  return (
    <div className="dialog-actions">
      <button type="button" className="button button-quiet" onClick={close}>
        {shellWords.close}
      </button>
    </div>
  );
}

interface EndProps {
  close: () => void;
  /** Under way: another press does nothing. */
  isBusy?: boolean;
  /** It cannot be undone. */
  isDangerous?: boolean;
  /** Without it, the button submits the form around it. */
  confirm?: () => void;
  children: string;
}

/** The end of a dialog in which something is done. */
export function DialogEnd({ close, isBusy = false, isDangerous = false, confirm, children }: EndProps) {
  return (
    <div className="dialog-actions">
      <button type="button" className="button button-quiet" onClick={close}>
        {shellWords.cancel}
      </button>
      <button
        type={confirm ? 'button' : 'submit'}
        className={`button${isDangerous ? ' button-danger' : ''}`}
        aria-disabled={isBusy || undefined}
        onClick={confirm && (() => isBusy || confirm())}
      >
        {children}
      </button>
    </div>
  );
}

interface Props {
  isBusy: boolean;
  /** There is nothing to submit. */
  isIdle?: boolean;
  children: string;
}

/** Shows that the form is busy or unchanged, and stays focusable. */
export function SubmitButton({ isBusy, isIdle = false, children }: Props) {
  return (
    <button
      type="submit"
      className="button button-wide"
      aria-disabled={isBusy || isIdle || undefined}
      aria-busy={isBusy}
    >
      {isBusy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

import { type ComponentProps, type ReactNode, useEffect, useId, useState } from 'react';
import { accountWords } from '../words/account.ts';
import { announce } from './announcer.tsx';
import { Icon } from './icon.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
}

/** An input with an associated label, hint and error. A password can be revealed. */
export function Field({ label, error, hint, type = 'text', ...input }: Props) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (error) announce(`${label}: ${error}`);
  }, [label, error]);
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input
          {...input}
          id={id}
          type={isShown ? 'text' : type}
          aria-invalid={error ? true : undefined}
          aria-describedby={notes || undefined}
        />
        {type === 'password' && (
          <button
            type="button"
            className="field-reveal"
            aria-pressed={isShown}
            aria-label={accountWords.showPassword}
            onClick={() => setShown(!isShown)}
          >
            <Icon name="eye" />
          </button>
        )}
      </div>
      {hint && (
        <div id={`${id}-hint`} className="field-hint">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

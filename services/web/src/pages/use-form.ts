import { type FormEvent, useEffect, useRef, useState } from 'react';
import { plainWords } from '../api/plain-words.ts';

/** Submits a form, once at a time. Shows errors in plain words and focuses the first invalid field. */
export function useForm(submit: (values: Record<string, string>) => Promise<void>) {
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A ref, not state: a second Enter can come before the next render.
    if (isRunning.current) return;
    isRunning.current = true;
    form.current = event.currentTarget;
    setBusy(true);
    setError(undefined);
    try {
      await submit(valuesOf(event.currentTarget));
    } catch (failure) {
      setError(plainWords(failure));
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  useEffect(() => {
    if (!isBusy) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isBusy]);
  return { error, isBusy, onSubmit };
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(values);
}

import { type FormEvent, useState } from 'react';
import { plainWords } from '../session/plain-words.ts';

/** The submitting of a form: one at a time, with its error in plain words. */
export function useForm(submit: (values: Record<string, string>) => Promise<void>) {
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    try {
      await submit(valuesOf(event.currentTarget));
    } catch (failure) {
      setError(plainWords(failure));
    } finally {
      setBusy(false);
    }
  };
  return { error, isBusy, onSubmit };
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(values);
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { faultOf } from '../api/plain-words.ts';
import { Field } from '../design/field.tsx';
import { ErrorNotice, Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { signOut } from '../session/sign-out.ts';
import { meQuery } from '../state/use-me.ts';
import { SubmitButton } from './submit-button.tsx';
import { useForm } from './use-form.ts';

/** For an account whose handle was taken or invalid at registration. */
export function ChooseHandlePage({ reason }: { reason: string }) {
  const queryClient = useQueryClient();
  const [fault, setFault] = useState<string>();
  const form = useForm(async ({ handle = '' }) => {
    setFault(undefined);
    try {
      const me = await api.registerMe({ body: { handle: handle.trim().replace(/^@/, '').toLowerCase() } });
      queryClient.setQueryData(meQuery.queryKey, me);
    } catch (error) {
      setFault(faultOf('handle', error));
    }
  });
  return (
    <Page title="Choose a handle" className="page-narrow">
      <section className="card">
        {form.error ? <ErrorNotice>{form.error}</ErrorNotice> : <Notice>{reason}</Notice>}
        <form className="form" onSubmit={form.onSubmit}>
          <Field
            label="Handle"
            name="handle"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            required
            error={fault}
            hint="Your public name: 3 to 30 characters, a to z, 0 to 9 and _."
          />
          <SubmitButton isBusy={form.isBusy}>Use this handle</SubmitButton>
        </form>
        <button type="button" className="button button-quiet" onClick={signOut}>
          Sign out
        </button>
      </section>
    </Page>
  );
}

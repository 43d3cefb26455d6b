import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { faultOf } from '../api/plain-words.ts';
import { Field } from '../design/field.tsx';
import { ErrorNotice, Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { SubmitButton } from '../design/submit-button.tsx';
import { signOut } from '../session/sign-out.ts';
import { meQuery } from '../state/use-me.ts';
import { accountWords } from '../words/account.ts';
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
    <Page title={accountWords.chooseHandle} className="page-narrow">
      <section className="card">
        {form.error ? <ErrorNotice>{form.error}</ErrorNotice> : <Notice>{reason}</Notice>}
        <form className="form" onSubmit={form.onSubmit}>
          <Field
            label={accountWords.handle}
            name="handle"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            required
            error={fault}
            hint={accountWords.handleHint}
          />
          <SubmitButton isBusy={form.isBusy}>{accountWords.useThisHandle}</SubmitButton>
        </form>
        <button type="button" className="button button-quiet" onClick={signOut}>
          {accountWords.signOut}
        </button>
      </section>
    </Page>
  );
}

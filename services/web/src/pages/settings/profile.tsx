import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../../../shared/contract/users.ts';
import { api } from '../../api/api.ts';
import { faultOf } from '../../api/plain-words.ts';
import { announce } from '../../design/announcer.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { SubmitButton } from '../../design/submit-button.tsx';
import { meQuery } from '../../state/use-me.ts';
import { accountWords } from '../../words/account.ts';
import { settingWords } from '../../words/settings.ts';
import { useForm } from '../use-form.ts';
import { Card } from './section.tsx';

export function Profile({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  // Until it is edited, the field follows the profile, which may still be the one that this browser kept.
  const [edited, setEdited] = useState<string>();
  const name = edited ?? me.display_name;
  const [isSaved, setSaved] = useState(false);
  const [fault, setFault] = useState<string>();
  const form = useForm(async () => {
    if (name === me.display_name) return;
    try {
      const saved = await api.updateMe({ body: { display_name: name } });
      queryClient.setQueryData(meQuery.queryKey, saved);
      setEdited(undefined);
      setSaved(true);
      announce(settingWords.nameIsSaved);
    } catch (error) {
      setFault(faultOf('display_name', error));
    }
  });
  const change = (text: string) => {
    setEdited(text);
    setSaved(false);
    setFault(undefined);
  };
  return (
    <Card title={settingWords.profile}>
      <div className="profile">
        <Avatar name={me.display_name} handle={me.handle} size="large" />
        <dl>
          <dt>{accountWords.handle}</dt>
          <dd>@{me.handle}</dd>
        </dl>
      </div>
      {form.error && <ErrorNotice>{form.error}</ErrorNotice>}
      <form className="form form-row" onSubmit={form.onSubmit}>
        <Field
          label={accountWords.displayName}
          name="display_name"
          autoComplete="name"
          required
          value={name}
          onChange={(event) => change(event.target.value)}
          error={fault}
        />
        <SubmitButton isBusy={form.isBusy} isIdle={name === me.display_name}>
          {settingWords.save}
        </SubmitButton>
      </form>
      {isSaved && <p className="quiet form-saved">{settingWords.saved}</p>}
    </Card>
  );
}

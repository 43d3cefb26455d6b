import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WhoMayWrite as Choice, Me } from '../../../../../shared/contract/users.ts';
import { api } from '../../api/api.ts';
import { plainWords } from '../../api/plain-words.ts';
import { announce } from '../../design/announcer.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { meQuery } from '../../state/use-me.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';
import './who-may-write.css';

const choices = (): Record<Choice, { name: string; means: string }> => ({
  everyone: { name: settingWords.everyone, means: settingWords.everyoneMeans },
  requests: { name: settingWords.asRequest, means: settingWords.asRequestMeans },
  nobody: { name: settingWords.nobodyNew, means: settingWords.nobodyNewMeans },
});

/** Saved at once. */
export function WhoMayWrite({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: (who_may_write: Choice) => api.updateMe({ body: { who_may_write } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(meQuery.queryKey, saved);
      announce(settingWords.whoMayWriteIsSaved);
    },
  });
  const chosen = isPending ? variables : me.who_may_write;
  return (
    <Card title={settingWords.whoMayWrite}>
      <p className="quiet">{settingWords.whoMayWriteMeans}</p>
      {error && <ErrorNotice>{plainWords(error)}</ErrorNotice>}
      <fieldset className="choices">
        <legend className="visually-hidden">{settingWords.whoMayWrite}</legend>
        {Object.entries(choices()).map(([choice, { name, means }]) => (
          <label key={choice} className="choice">
            <input
              type="radio"
              name="who_may_write"
              checked={choice === chosen}
              onChange={() => mutate(choice as Choice)}
            />
            <span>
              {name}
              <span className="choice-means">{means}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Card>
  );
}

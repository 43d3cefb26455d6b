import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WhoMayWrite as Choice, Me } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { meQuery } from '../state/use-me.ts';
import './who-may-write.css';

const choices: Record<Choice, { name: string; means: string }> = {
  everyone: { name: 'Everyone', means: 'First messages come into your inbox.' },
  requests: { name: 'Everyone, as a request', means: 'First messages wait until you accept them.' },
  nobody: { name: 'Nobody new', means: 'You can still write to others.' },
};

/** Saved at once. */
export function WhoMayWrite({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: (who_may_write: Choice) => api.updateMe({ body: { who_may_write } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(meQuery.queryKey, saved);
      announce('Who may write to you is saved.');
    },
  });
  const chosen = isPending ? variables : me.who_may_write;
  return (
    <section className="card" aria-labelledby="who-may-write">
      <h2 id="who-may-write">Who may write to me</h2>
      <p className="quiet">This is about first messages. Conversations that you have go on.</p>
      {error && <ErrorNotice>{plainWords(error)}</ErrorNotice>}
      <fieldset className="choices">
        <legend className="visually-hidden">Who may write to me</legend>
        {Object.entries(choices).map(([choice, { name, means }]) => (
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
    </section>
  );
}

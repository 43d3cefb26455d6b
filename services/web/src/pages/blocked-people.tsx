import { useQuery } from '@tanstack/react-query';
import { plainWords } from '../api/plain-words.ts';
import { Failure } from '../design/failure.tsx';
import { blocksQuery } from '../state/blocks.ts';
import { Unblock } from './block-person.tsx';

export function BlockedPeople() {
  const { data, error, refetch } = useQuery(blocksQuery);
  return (
    <section className="card" aria-labelledby="blocked">
      <h2 id="blocked">Blocked people</h2>
      {error && !data && <Failure retry={refetch}>{plainWords(error)}</Failure>}
      {data?.length === 0 && <p className="quiet">You block nobody.</p>}
      <ul className="blocked-people">
        {data?.map(({ uuid, handle, display_name }) => (
          <li key={uuid}>
            <span>
              <bdi className="name">{display_name}</bdi> <span className="handle">@{handle}</span>
            </span>
            <Unblock who={{ user_uuid: uuid, display_name }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

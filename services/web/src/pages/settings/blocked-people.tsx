import { useQuery } from '@tanstack/react-query';
import { plainWords } from '../../api/plain-words.ts';
import { Failure } from '../../design/failure.tsx';
import { Unblock } from '../../people/block-person.tsx';
import { blocksQuery } from '../../state/blocks.ts';
import { peopleWords } from '../../words/people.ts';
import { Card } from './section.tsx';

export function BlockedPeople() {
  const { data, error, refetch } = useQuery(blocksQuery);
  return (
    <Card title={peopleWords.blockedPeople}>
      {error && !data && <Failure retry={refetch}>{plainWords(error)}</Failure>}
      {data?.length === 0 && <p className="quiet">{peopleWords.youBlockNobody}</p>}
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
    </Card>
  );
}

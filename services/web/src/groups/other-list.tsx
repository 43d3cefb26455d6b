import { useRef } from 'react';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Failure } from '../design/failure.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { type OtherListName, useOtherList } from '../state/other-list.ts';
import { GroupLine } from './group-line.tsx';
import { useRovingFocus } from './use-roving-focus.ts';

/** The message groups of a list other than the inbox, newest first. */
export function OtherList({ name, empty }: { name: OtherListName; empty: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOtherList(name);
  const lines = useRef<HTMLElement>(null);
  const onKeyDown = useRovingFocus(lines);
  if (!data && error) return <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>;
  if (!data) return <LoadingRows rows={8} />;
  const groups = data.pages.flatMap(({ items }) => items);
  if (groups.length === 0) return <p className="groups-error quiet">{empty}</p>;
  return (
    <nav ref={lines} className="groups-scroll" aria-label="Conversations">
      <ol onKeyDown={onKeyDown}>
        {groups.map((group) => (
          <li key={group.uuid}>
            <GroupLine group={group} isCurrent={false} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <div className="groups-end">
          <button
            type="button"
            className="button button-quiet"
            aria-disabled={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            Show more
          </button>
        </div>
      )}
    </nav>
  );
}

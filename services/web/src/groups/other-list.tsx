import { useRef } from 'react';
import { whyNotLoaded } from '../api/plain-words.ts';
import { Failure } from '../design/failure.tsx';
import { LoadingRows } from '../design/loading.tsx';
import { sharedNames } from '../state/group-list.ts';
import { type OtherListName, useOtherList } from '../state/other-list.ts';
import { messageWords } from '../words/messages.ts';
import { GroupLine } from './group-line.tsx';
import { GroupRows } from './group-rows.tsx';

/** The message groups of a list other than the inbox, newest first. */
export function OtherList({ name, empty }: { name: OtherListName; empty: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOtherList(name);
  const scroller = useRef<HTMLElement>(null);
  if (!data && error) return <Failure retry={refetch}>{whyNotLoaded(error)}</Failure>;
  if (!data) return <LoadingRows rows={8} />;
  const groups = data.pages.flatMap(({ items }) => items);
  const shared = sharedNames(groups);
  if (groups.length === 0) return <p className="groups-error quiet">{empty}</p>;
  return (
    <nav ref={scroller} className="groups-scroll" aria-label={messageWords.conversations}>
      <GroupRows
        scroller={scroller}
        rows={groups.map((group) => ({
          key: group.uuid,
          line: <GroupLine group={group} isCurrent={false} hasNamesake={shared.has(group.display_name)} />,
        }))}
        current=""
        place=""
      />
      {hasNextPage && (
        <div className="groups-end">
          <button
            type="button"
            className="button button-quiet"
            aria-disabled={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            {messageWords.showMore}
          </button>
        </div>
      )}
    </nav>
  );
}

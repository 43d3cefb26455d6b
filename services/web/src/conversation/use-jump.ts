import { useCallback, useEffect, useState } from 'react';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { wantedPlace } from '../state/message-search.ts';
import { loadMessage } from '../state/timeline-query.ts';
import { useStore } from '../store/create-store.ts';
import type { Line } from './lines.ts';

const SHOWN_FOR_MS = 2_000;

/** Jumps to a message; its place is loaded if it is far. `shown` is the key of the line to point out. */
export function useJump(group: string, lines: readonly Line[], toLine: (index: number) => void) {
  const [wanted, setWanted] = useState<string>();
  const [shown, setShown] = useState<string>();
  const show = useCallback(
    (uuid: string, cursor?: string) => {
      setWanted(uuid);
      loadMessage(group, uuid, cursor).catch((error) => {
        setWanted(undefined);
        announce(plainWords(error));
      });
    },
    [group],
  );
  const place = useStore(wantedPlace);
  useEffect(() => {
    if (place?.group !== group) return;
    wantedPlace.set(null);
    show(place.uuid, place.cursor);
  }, [place, group, show]);
  useEffect(() => {
    const index = wanted ? lines.findIndex(({ key }) => key === wanted) : -1;
    if (index < 0) return;
    toLine(index);
    setWanted(undefined);
    setShown(wanted);
  }, [wanted, lines, toLine]);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(undefined), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return { show, shown };
}

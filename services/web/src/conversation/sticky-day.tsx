import { type RefObject, useEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useMinute } from '../design/use-minute.ts';
import { dayName } from '../design/when.ts';
import { messageWords } from '../words/messages.ts';
import type { Line } from './lines.ts';

interface Props {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  lines: readonly Line[];
  onPress: () => void;
}

/** The day of the first message in view, while the line that tells it is scrolled away; it leads to another day. */
export function StickyDay({ scroller, list, lines, onPress }: Props) {
  const instant = useFirstInView(scroller, list, lines);
  const day = dayName(instant ?? '1970-01-01', useMinute());
  if (!instant) return null;
  return (
    <button
      type="button"
      className="talk-day"
      aria-label={`${day}: ${messageWords.jumpToDate}`}
      onClick={onPress}
    >
      {day}
    </button>
  );
}

function useFirstInView(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<VirtualizerHandle | null>,
  lines: readonly Line[],
): string | null {
  const [instant, setInstant] = useState<string | null>(null);
  useEffect(() => {
    const area = scroller.current;
    const look = () => setInstant(area && list.current && dayAbove(list.current, area.scrollTop, lines));
    const observer = new ResizeObserver(look);
    if (area) observer.observe(area);
    area?.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      area?.removeEventListener('scroll', look);
    };
  }, [scroller, list, lines]);
  return instant;
}

/** The time of the first line in view; null if that line begins its day and shows so, or there is nothing above it. */
function dayAbove(list: VirtualizerHandle, top: number, lines: readonly Line[]): string | null {
  if (top <= 0) return null;
  const index = list.findItemIndex(top);
  const line = lines[index];
  const showsDay = line?.startsDay && list.getItemOffset(index) >= top;
  return line && !showsDay ? line.createdAt : null;
}

import type { EmojiData } from 'frimousse';
import { Car, Flag, Hand, Hash, type IconNode, Lightbulb, PawPrint, Pizza, Smile, Trophy } from 'lucide';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { Shapes } from '../design/icon.tsx';
import { emojiWords } from '../words/emoji.ts';
import { moveInRow } from './move-in-row.ts';

/** By the numbers of Unicode's groups; the third one has no emoji of its own. */
const ICONS: Record<number, IconNode> = {
  0: Smile,
  1: Hand,
  3: PawPrint,
  4: Pizza,
  5: Car,
  6: Trophy,
  7: Lightbulb,
  8: Hash,
  9: Flag,
};

interface Props {
  data: EmojiData;
  columns: number;
  /** What scrolls. */
  view: RefObject<HTMLDivElement | null>;
}

/** Scrolls to a category, and shows which one is in view: one stop of the Tab key, then the arrow keys. */
export function CategoryBar({ data, columns, view }: Props) {
  const categories = useMemo(() => withFirstRow(data, columns), [data, columns]);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    const { current: box } = view;
    if (!box) return;
    const look = () =>
      setShown(
        Math.max(
          0,
          categories.findLastIndex((_, at) => topOf(box, categories, at) <= box.scrollTop + 1),
        ),
      );
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [view, categories]);
  return (
    <div className="emoji-bar" role="toolbar" aria-label={emojiWords.categories} onKeyDown={moveInRow}>
      {categories.map(({ index, label }, at) => (
        <button
          key={index}
          type="button"
          aria-label={label}
          title={label}
          aria-current={at === shown}
          tabIndex={at === shown ? 0 : -1}
          onClick={() => view.current?.scrollTo({ top: topOf(view.current, categories, at) })}
        >
          <Shapes of={ICONS[index] ?? Smile} />
        </button>
      ))}
    </div>
  );
}

interface Category {
  index: number;
  label: string;
  firstRow: number;
}

function withFirstRow({ categories, emojis }: EmojiData, columns: number): Category[] {
  let firstRow = 0;
  return categories.flatMap((category) => {
    const count = emojis.filter((emoji) => emoji.category === category.index).length;
    if (count === 0) return [];
    const one = { ...category, firstRow };
    firstRow += Math.ceil(count / columns);
    return [one];
  });
}

/** In pixels from the beginning of the list: each category before it has a heading. */
function topOf(view: HTMLElement, categories: readonly Category[], at: number): number {
  const style = getComputedStyle(view);
  const [row, heading] = ['row', 'category-header'].map((part) =>
    Number.parseFloat(style.getPropertyValue(`--frimousse-${part}-height`)),
  );
  return (categories[at]?.firstRow ?? 0) * (row ?? 0) + at * (heading ?? 0);
}

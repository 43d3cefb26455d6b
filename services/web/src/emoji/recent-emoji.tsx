import type { Emoji, EmojiData } from 'frimousse';
import { useState } from 'react';
import { recentEmoji } from '../state/kept-emoji.ts';
import { emojiWords } from '../words/emoji.ts';
import { moveInRow } from './move-in-row.ts';

interface Props {
  data: EmojiData;
  pick: (chosen: Emoji) => void;
}

/** The emoji that were chosen last, as they were when the picker opened: one stop of the Tab key, then the arrow keys. */
export function RecentEmoji({ data, pick }: Props) {
  const [recent] = useState(recentEmoji);
  if (recent.length === 0) return null;
  return (
    <fieldset className="emoji-recent" aria-label={emojiWords.recent} onKeyDown={moveInRow}>
      <div className="emoji-category" aria-hidden="true">
        {emojiWords.recent}
      </div>
      <div className="emoji-row">
        {recent.map((emoji, index) => {
          const label = nameOf(emoji, data);
          return (
            <button
              key={emoji}
              type="button"
              className="emoji-cell"
              aria-label={label}
              title={label}
              tabIndex={index === 0 ? 0 : -1}
              // The focus stays where it is.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick({ emoji, label })}
            >
              {emoji}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

const nameOf = (emoji: string, { emojis }: EmojiData): string =>
  emojis.find((each) => each.emoji === emoji || Object.values(each.skins ?? {}).includes(emoji))?.label ??
  emoji;

import { type EmojiData, useSkinTone } from 'frimousse';
import { keepSkinTone } from '../state/kept-emoji.ts';
import { emojiWords } from '../words/emoji.ts';

/** Each press takes the next of the six skin tones; the next picker begins with it. */
export function SkinToneButton({ data }: { data: EmojiData }) {
  const [tone, setTone, variations] = useSkinTone();
  const at = Math.max(
    0,
    variations.findIndex(({ skinTone }) => skinTone === tone),
  );
  const next = variations[(at + 1) % variations.length];
  const name = tone === 'none' ? emojiWords.noSkinTone : data.skinTones[tone];
  return (
    <button
      type="button"
      className="emoji-tone"
      aria-label={name}
      aria-live="polite"
      title={name}
      onClick={() => {
        if (!next) return;
        setTone(next.skinTone);
        keepSkinTone(next.skinTone);
      }}
    >
      {variations[at]?.emoji}
    </button>
  );
}

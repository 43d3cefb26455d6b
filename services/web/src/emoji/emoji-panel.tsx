import { type Emoji, type EmojiData, EmojiPicker, type SkinTone } from 'frimousse';
import { use, useEffect, useRef, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { keepRecentEmoji, skinTone } from '../state/kept-emoji.ts';
import { emojiWords } from '../words/emoji.ts';
import { useLanguage } from '../words/language.ts';
import { CategoryBar } from './category-bar.tsx';
import { emojiOf } from './emoji-data.ts';
import { RecentEmoji } from './recent-emoji.tsx';
import { SkinToneButton } from './skin-tone-button.tsx';
import '../design/search-field.css';
import './emoji.css';

export interface EmojiPanelProps {
  /** `byKey`: the keyboard chose it, so that the focus belongs where it was. */
  choose: (emoji: Emoji, byKey: boolean) => void;
}

const isTouched = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

const columns = () => Number(getComputedStyle(document.documentElement).getPropertyValue('--emoji-columns'));

/** All emoji, searched by their names in the page's language: by mouse, touch, or keyboard from the search field. */
export default function EmojiPanel({ choose }: EmojiPanelProps) {
  const language = useLanguage();
  const data = use(emojiOf(language));
  const [wanted, setWanted] = useState('');
  const [inRow] = useState(columns);
  const search = useRef<HTMLInputElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const isByKey = useRef(false);
  useEffect(() => {
    // By touch, the keyboard on the screen would cover the emoji.
    if (!isTouched()) search.current?.focus({ preventScroll: true });
  }, []);
  const pick = (chosen: Emoji) => {
    keepRecentEmoji(chosen.emoji);
    choose(chosen, isByKey.current);
  };
  return (
    <EmojiPicker.Root
      key={language}
      className="emoji-panel"
      // The library asks for other data only by another locale.
      locale={wanted === '' ? language : `${language}-found`}
      resolveEmojiData={() => (wanted === '' ? data : inOneList(data))}
      skinTone={skinTone() as SkinTone}
      columns={inRow}
      onEmojiSelect={pick}
      onPointerDownCapture={() => {
        isByKey.current = false;
      }}
      onKeyDownCapture={() => {
        isByKey.current = true;
      }}
    >
      <div className="search-field emoji-search">
        <Icon name="search" />
        <EmojiPicker.Search
          ref={search}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
          placeholder={emojiWords.search}
          aria-label={emojiWords.search}
        />
      </div>
      {wanted === '' && <CategoryBar data={data} columns={inRow} view={view} />}
      {wanted === '' && <RecentEmoji data={data} pick={pick} />}
      <EmojiPicker.Viewport
        ref={view}
        className="emoji-view"
        tabIndex={0}
        aria-label={emojiWords.all}
        role="region"
      >
        <EmojiPicker.Empty>
          {({ search }) => <p className="emoji-none quiet">{emojiWords.none(search.trim())}</p>}
        </EmojiPicker.Empty>
        <EmojiPicker.List className="emoji-list" aria-label={emojiWords.all} components={parts} />
      </EmojiPicker.Viewport>
      <div className="emoji-foot">
        <EmojiPicker.ActiveEmoji>
          {({ emoji }) => (
            <p className="emoji-active" aria-hidden="true">
              {emoji && <span className="emoji-big">{emoji.emoji}</span>}
              <span className={emoji ? '' : 'quiet'}>{emoji?.label ?? emojiWords.choose}</span>
            </p>
          )}
        </EmojiPicker.ActiveEmoji>
        <SkinToneButton data={data} />
      </div>
    </EmojiPicker.Root>
  );
}

/** What is found begins with what fits best, whatever its category. */
const inOneList = (data: EmojiData): EmojiData => ({
  ...data,
  categories: [{ index: 0, label: emojiWords.found }],
  emojis: data.emojis.map((emoji) => ({ ...emoji, category: 0 })),
});

/** Outside the component: others would be made anew with each render. */
const parts: React.ComponentProps<typeof EmojiPicker.List>['components'] = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className="emoji-category">
      {category.label}
    </div>
  ),
  // ARIA counts from 1 and the library from 0; it finds the rows after the first by this number.
  Row: ({ children, 'aria-rowindex': row, ...props }) => (
    <div {...props} {...{ 'aria-rowindex': row || undefined }} className="emoji-row">
      {children}
    </div>
  ),
  Emoji: ({ emoji, 'aria-colindex': column = 0, ...props }) => (
    <button type="button" {...props} {...{ 'aria-colindex': column + 1 }} className="emoji-cell">
      {emoji.emoji}
    </button>
  ),
};

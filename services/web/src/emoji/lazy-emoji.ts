import { lazyPage } from '../design/lazy-page.tsx';
import type { EmojiPopoverProps } from './emoji-popover.tsx';

/** The emoji picker, in a chunk that is loaded when somebody looks for an emoji. */
export const EmojiPopover = lazyPage<EmojiPopoverProps>(() => import('./emoji-popover.tsx'));

import { currentSession } from '../session/session.ts';
import { browserStorage } from '../store/browser-storage.ts';

/** The emoji that somebody chose last in this browser, and their skin tone. Signing out removes both. */
const PREFIX = 'cruddur.emoji.';

const MAX_RECENT = 9;

/** The newest first. */
export const recentEmoji = (): readonly string[] => {
  const kept = read('recent');
  return kept ? kept.split(' ') : [];
};

export function keepRecentEmoji(emoji: string): void {
  const others = recentEmoji().filter((each) => each !== emoji);
  write('recent', [emoji, ...others].slice(0, MAX_RECENT).join(' '));
}

/** A tone's name in `frimousse`; `none` for the yellow of the emoji themselves. */
export const skinTone = (): string => read('tone') ?? 'none';

export const keepSkinTone = (tone: string): void => write('tone', tone);

function read(name: string): string | null {
  const key = keyOf(name);
  return key ? browserStorage.read(key) : null;
}

function write(name: string, text: string): void {
  const key = keyOf(name);
  if (key) browserStorage.write(key, text);
}

function keyOf(name: string): string | null {
  const sub = currentSession()?.sub;
  return sub ? `${PREFIX}${sub}.${name}` : null;
}

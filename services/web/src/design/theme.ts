import { browserStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `theme.js` reads it before the first paint. */
const STORAGE_KEY = 'cruddur.theme';

const store = createStore(chosenTheme, onStorage);

export const useTheme = () => useStore(store);

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') browserStorage.remove(STORAGE_KEY);
  else browserStorage.write(STORAGE_KEY, theme);
  store.tell();
}

/** Also follows a choice made in another tab. */
export function keepTheme(): void {
  applyTheme();
  store.subscribe(applyTheme);
}

function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.dataset.theme;
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${own})`;
    else meta.media = theme === own ? 'screen' : 'print';
  }
}

function chosenTheme(): Theme {
  const kept = browserStorage.read(STORAGE_KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

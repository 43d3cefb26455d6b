import { createValue } from '../store/create-store.ts';

/** The dialog that a shortcut has opened. */
export const openedShortcut = createValue<'jump' | 'help' | null>(null);

import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Point } from '../design/menu.tsx';
import { createValue, useStore } from '../store/create-store.ts';

interface Opened {
  group: MessageGroup;
  anchor: HTMLElement;
  at?: Point | undefined;
}

/** The conversation whose menu is open, with the element that opened it. */
const opened = createValue<Opened | null>(null);

/** Opens the menu of a conversation at an element, or where the pointer is. */
export function openGroupMenu(group: MessageGroup, anchor: HTMLElement, at?: Point): void {
  opened.set({ group, anchor, at });
}

export function closeGroupMenu(): void {
  opened.set(null);
}

/** The conversation whose other person is shown in the panel. */
const shownPerson = createValue<MessageGroup | null>(null);

export function showPerson(group: MessageGroup | null): void {
  shownPerson.set(group);
}

export const useShownPerson = () => useStore(shownPerson);

export const useOpenedGroup = () => useStore(opened);

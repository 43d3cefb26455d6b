import type { Message } from '../../../../shared/contract/messages.ts';
import { createValue, useStore } from '../store/create-store.ts';

/** What the composer of a message group does other than writing a new message. */
export interface ComposeMode {
  kind: 'edit' | 'reply';
  group: string;
  message: Message;
  /** The text that an edit begins with. */
  text?: string;
}

const mode = createValue<ComposeMode | null>(null);

export function startEditing(group: string, message: Message, text = message.message): void {
  mode.set({ kind: 'edit', group, message, text });
}

export function startReplying(group: string, message: Message): void {
  mode.set({ kind: 'reply', group, message });
}

export function leaveComposeMode(): void {
  mode.set(null);
}

/** Keeps the mode true to its message: an edited text is shown as it is now, and a deleted one no longer. */
export function followMessages(messages: readonly Message[]): void {
  const now = mode.read();
  const message = now && messages.find(({ uuid }) => uuid === now.message.uuid);
  if (!message || message === now.message) return;
  if (message.deleted_at !== undefined || message.hidden) leaveComposeMode();
  else mode.set({ ...now, message });
}

/** The mode of a group's composer; null while it writes a new message. */
export function useComposeMode(group: string): ComposeMode | null {
  const now = useStore(mode);
  return now?.group === group ? now : null;
}

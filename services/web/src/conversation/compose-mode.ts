import type { Message } from '../../../../shared/contract/messages.ts';
import { createValue, useStore } from '../store/create-store.ts';

/** What the composer of a message group does other than writing a new message. */
export interface ComposeMode {
  kind: 'edit' | 'reply';
  group: string;
  message: Message;
}

const mode = createValue<ComposeMode | null>(null);

export function startEditing(group: string, message: Message): void {
  mode.set({ kind: 'edit', group, message });
}

export function startReplying(group: string, message: Message): void {
  mode.set({ kind: 'reply', group, message });
}

export function leaveComposeMode(): void {
  mode.set(null);
}

/** The mode of a group's composer; null while it writes a new message. */
export function useComposeMode(group: string): ComposeMode | null {
  const now = useStore(mode);
  return now?.group === group ? now : null;
}

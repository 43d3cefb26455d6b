import { messageWords } from '../words/messages.ts';
import type { Conversation } from './conversation-context.ts';

/** How a line names a member of its conversation. */
export function nameOf(uuid: string, { me, other }: Conversation): string {
  return uuid === me ? messageWords.you : other;
}

import { currentSession } from '../session/session.ts';

/** What was written but not sent, per user and conversation. It survives a reload, not signing out. */
export function readDraft(conversation: string): string {
  return localStorage.getItem(keyOf(conversation)) ?? '';
}

export function keepDraft(conversation: string, text: string): void {
  if (text) localStorage.setItem(keyOf(conversation), text);
  else localStorage.removeItem(keyOf(conversation));
}

/** A draft to a handle goes on in the message group that the first message made. */
export function moveDraft(from: string, to: string): void {
  const text = readDraft(from);
  if (!text) return;
  keepDraft(to, text);
  keepDraft(from, '');
}

function keyOf(conversation: string): string {
  return `cruddur.draft.${currentSession()?.sub}.${conversation}`;
}

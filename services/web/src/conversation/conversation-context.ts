import { createContext, use } from 'react';

/** The message group around a line, and who is in it. */
export interface Conversation {
  group: string;
  me: string;
  /** The other person's name. */
  other: string;
  /** It is a stranger's request: links are shown as text, and messages have no menu. Undefined until that is known. */
  isRequest: boolean | undefined;
  /** The cursor up to which the other person shows to have read; empty if none. */
  seenTo: string;
  /** Scrolls to a message, and loads its place if it is far. */
  show: (uuid: string) => void;
}

/** Null before the first message: there is no message group yet. */
export const ConversationContext = createContext<Conversation | null>(null);

export const useConversation = () => use(ConversationContext);

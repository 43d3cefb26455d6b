import { catalogue } from './catalogue.ts';
import { messages } from './en/messages.tsx';

/** The list of conversations, and a conversation. */
export const messageWords = catalogue('messages', messages);

import { createValue } from '../store/create-store.ts';

interface Offer {
  conversation: string;
  text: string;
}

/** A text for the composer of a conversation: a message that was refused goes back there to be changed. */
export const offeredText = createValue<Offer | null>(null);

export function offerText(conversation: string, text: string): void {
  offeredText.set({ conversation, text });
}

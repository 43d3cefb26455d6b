import { createValue, useStore } from '../store/create-store.ts';

/** Then the sentence goes: the text of a message must not outlive the message. */
const SPOKEN_WITHIN_MS = 10_000;

const said = createValue({ sentence: '', isShown: false });
let forgetting: ReturnType<typeof setTimeout>;

/** Announces a sentence to screen readers without moving the focus. */
export const announce = (sentence: string): void => say(sentence, false);

/** Announces a sentence and shows it for a while, where nothing else on the page tells of it. */
export const announceAndShow = (sentence: string): void => say(sentence, true);

function say(sentence: string, isShown: boolean): void {
  // Screen readers announce a repeated sentence only if the text changes.
  const isRepeated = said.read().sentence === sentence;
  said.set({ sentence: isRepeated ? `${sentence}\u00a0` : sentence, isShown });
  clearTimeout(forgetting);
  forgetting = setTimeout(() => said.set({ sentence: '', isShown: false }), SPOKEN_WITHIN_MS);
}

/** The live region of `announce`: one per application, rendered before the first announcement. */
export function Announcer() {
  const { sentence, isShown } = useStore(said);
  return (
    <div className={isShown ? 'announced' : 'visually-hidden'} role="status" aria-live="polite">
      {sentence}
    </div>
  );
}

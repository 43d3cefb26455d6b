import { createValue, useStore } from '../store/create-store.ts';

/** Then the sentence goes: the text of a message must not outlive the message. */
const SPOKEN_WITHIN_MS = 10_000;

const said = createValue('');
let forgetting: ReturnType<typeof setTimeout>;

/** Announces a sentence to screen readers without moving the focus. */
export function announce(sentence: string): void {
  // Screen readers announce a repeated sentence only if the text changes.
  said.set(said.read() === sentence ? `${sentence}\u00a0` : sentence);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => said.set(''), SPOKEN_WITHIN_MS);
}

/** The live region of `announce`: one per application, rendered before the first announcement. */
export function Announcer() {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {useStore(said)}
    </div>
  );
}

import { createValue, useStore } from '../store/create-store.ts';

const said = createValue('');

/** Says a sentence to screen readers without moving the focus. */
export function announce(sentence: string): void {
  // The same sentence twice in a row is only heard if the text changes.
  said.set(said.read() === sentence ? `${sentence}\u00a0` : sentence);
}

/** The live region behind `announce`: one for the whole application, there before anything is said. */
export function Announcer() {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {useStore(said)}
    </div>
  );
}

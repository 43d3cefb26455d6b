import { readPrivately, useReadsPrivately } from '../state/private-reading.ts';

export function PrivateReading() {
  const isPrivate = useReadsPrivately();
  return (
    <section className="card" aria-labelledby="privacy">
      <h2 id="privacy">Privacy</h2>
      <label className="choice">
        <input
          type="checkbox"
          checked={!isPrivate}
          onChange={({ target }) => readPrivately(!target.checked)}
        />
        Show others that I am typing, and which of their messages I have read in this browser
      </label>
    </section>
  );
}

import { EmptyState } from '../design/empty-state.tsx';

export default function NothingChosen() {
  return (
    <section className="pane pane-empty" aria-label="Conversation">
      <EmptyState icon="messages" title="No conversation chosen">
        <p>Choose one from the list, or write to somebody new.</p>
      </EmptyState>
    </section>
  );
}

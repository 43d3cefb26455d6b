import { Component, type ReactNode } from 'react';

/** A fault of the page itself: say so, and offer a fresh start. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="page failed">
        <h1>Something went wrong</h1>
        <p>The page has stumbled. What you wrote is kept.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </main>
    );
  }
}

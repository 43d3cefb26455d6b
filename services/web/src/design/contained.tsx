import { Component, type ReactNode, Suspense } from 'react';
import { useLocation } from 'react-router';
import { shellWords } from '../words/shell.ts';
import { Failure } from './failure.tsx';
import { forgetFailedPages, PageNotLoaded } from './lazy-page.tsx';

interface Props {
  /** Shown while a page loads. */
  loading: ReactNode;
  /** Wraps the error notice, for example with the back link that a phone needs. */
  frame: (notice: ReactNode) => ReactNode;
  children: ReactNode;
}

/** An error boundary and a Suspense boundary around an outlet: the layout around it stays as it is. */
export function Contained({ loading, frame, children }: Props) {
  const { key } = useLocation();
  return (
    <Boundary place={key} frame={frame}>
      <Suspense fallback={loading}>{children}</Suspense>
    </Boundary>
  );
}

interface BoundaryProps extends Omit<Props, 'loading'> {
  /** A new location resets the boundary. */
  place: string;
}

interface State {
  place: string;
  error: Error | null;
}

class Boundary extends Component<BoundaryProps, State> {
  override state: State = { place: this.props.place, error: null };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: BoundaryProps, state: State): State | null {
    if (place === state.place) return null;
    if (state.error) forgetFailedPages();
    return { place, error: null };
  }

  private readonly tryAgain = () => {
    forgetFailedPages();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return this.props.frame(
      <Failure retry={this.tryAgain}>
        {error instanceof PageNotLoaded ? shellWords.pageNotLoaded : shellWords.pageFailed}
      </Failure>,
    );
  }
}

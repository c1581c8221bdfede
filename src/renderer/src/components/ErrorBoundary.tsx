/** Why this file exists: a fault in one screen is shown as such and leaves the frame standing. */
import { Component, type ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { Notice } from './Notice.tsx';

interface State {
  failure: string | null;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <Notice icon="warning" title={strings.state.brokenTitle} urgent>
        <p>{failure}</p>
        <p>{strings.state.brokenNext}</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {strings.state.reload}
        </button>
      </Notice>
    );
  }
}

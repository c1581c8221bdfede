/** Why this file exists: empty, loading and failed states look the same on every screen. */
import type { ReactNode } from 'react';
import { formatRoute } from '../state/route.ts';
import { strings } from '../strings/index.ts';
import type { RequestError } from '../transport/client.ts';
import { Icon, type IconName } from './Icon.tsx';

interface NoticeProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  /** Read out at once by a screen reader. */
  urgent?: boolean;
}

export function Notice({ icon, title, children, urgent = false }: NoticeProps) {
  return (
    <section className="notice" role={urgent ? 'alert' : 'status'}>
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** What went wrong, what to do next, and a way to try again. */
export function ErrorNotice({ error, onRetry }: { error: RequestError; onRetry?: () => void }) {
  return (
    <Notice icon="warning" title={error.message} urgent>
      <p>{error.nextStep}</p>
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          {strings.state.retry}
        </button>
      )}
      <a href={formatRoute({ screen: 'reports' })}>{strings.actions.reports}</a>
    </Notice>
  );
}

/** Shown only when waiting takes long enough to notice (see the style sheet). */
export function LoadingNotice() {
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {strings.state.loading}
    </div>
  );
}

/** Why this file exists: empty, loading and failed states look the same on every screen. */
import type { ReactNode } from 'react';
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

interface ErrorNoticeProps {
  error: RequestError;
  onRetry?: () => void;
  /** Where else to go. */
  children?: ReactNode;
}

/** What went wrong, what to do next, and a way to try again. */
export function ErrorNotice({ error, onRetry, children }: ErrorNoticeProps) {
  return (
    <Notice icon="warning" title={error.message} urgent>
      <p>{error.nextStep}</p>
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          {strings.state.retry}
        </button>
      )}
      {children}
    </Notice>
  );
}

/** A failure inside a panel or a form, in one line and its next step. */
export function ErrorLine({ error }: { error: { message: string; nextStep: string } }) {
  return (
    <div className="error-line" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{error.message}</strong> {error.nextStep}
      </p>
    </div>
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

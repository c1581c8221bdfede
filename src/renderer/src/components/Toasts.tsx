/** Why this file exists: draws the toasts, and the sentences that only a screen reader hears. */
import { useEffect, useState } from 'react';
import { dismiss, lifetime, spoken, toasts, type Toast } from '../state/notices.ts';
import { useValue } from '../state/value-store.ts';
import { strings } from '../strings/index.ts';
import { Button, IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';

export function Toasts() {
  const shown = useValue(toasts);
  return (
    <section className="toasts" aria-label={strings.common.news}>
      {shown.map((toast) => (
        <ToastBox key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastBox({ toast }: { toast: Toast }) {
  const { id, kind, text, next, undo, link } = toast;
  const [held, setHeld] = useState(false);
  const after = lifetime(toast);
  useEffect(() => {
    if (after === null || held) return undefined;
    const timer = setTimeout(() => dismiss(id), after);
    return () => clearTimeout(timer);
  }, [id, after, held]);
  return (
    <div
      className={`toast toast-${kind}`}
      role={kind === 'problem' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={kind === 'problem' ? 'warning' : 'check'} />
      <div className="toast-words">
        <p>{text}</p>
        {next !== undefined && <p className="note">{next}</p>}
      </div>
      {link !== undefined && (
        <a href={link.address} onClick={() => dismiss(id)}>
          {link.label}
        </a>
      )}
      {undo !== undefined && (
        <Button
          kind="quiet"
          onClick={() => {
            dismiss(id);
            undo();
          }}
        >
          {strings.common.undo}
        </Button>
      )}
      <IconButton icon="close" small label={strings.common.close} onClick={() => dismiss(id)} />
    </div>
  );
}

/** What `announce` says. The key makes equal sentences be said again. */
export function LiveRegion() {
  const { text, id } = useValue(spoken);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      <span key={id}>{text}</span>
    </div>
  );
}

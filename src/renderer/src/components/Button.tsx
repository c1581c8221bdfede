/** Why this file exists: one button for all screens; `kind` says how much it matters. */
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** Shows that it is at work, and does nothing meanwhile. */
  busy?: boolean;
  type?: 'button' | 'submit';
  children: ReactNode;
}

export function Button({
  kind = 'plain',
  icon,
  busy = false,
  type = 'button',
  className = '',
  disabled = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`button button-${kind} ${className}`}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {busy ? <span className="spinner spinner-small" aria-hidden="true" /> : null}
      {icon !== undefined && !busy && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  icon: IconName;
  /** Its name, for those who do not see the sign, and as a hint. */
  label: string;
  small?: boolean;
}

export function IconButton({ icon, label, small = false, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={`tool ${small ? 'tool-small' : ''} ${rest.className ?? ''}`}
      aria-label={label}
      title={rest.title ?? label}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Why this file exists: jobs at work, seen from every screen. */
import type { Action } from '../../actions/action.ts';
import { ariaKeys } from '../../actions/action.ts';
import { Icon } from '../../components/Icon.tsx';

export function JobsButton({ action }: { action: Action }) {
  return (
    <button
      type="button"
      className="tool"
      aria-label={action.label}
      aria-keyshortcuts={ariaKeys(action)}
      onClick={() => action.perform()}
    >
      <Icon name="jobs" />
    </button>
  );
}

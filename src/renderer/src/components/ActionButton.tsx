/** Why this file exists: a toolbar button is its action, drawn: label, keys, state, effect. */
import { ariaKeys, keyCaps, type Action } from '../actions/action.ts';
import { useKeysOf } from '../actions/use-actions.ts';
import { Icon, type IconName } from './Icon.tsx';

interface ActionButtonProps {
  action: Action;
  icon: IconName;
  /** Show the label beside the sign. */
  labelled?: boolean;
}

export function ActionButton({ action, icon, labelled = false }: ActionButtonProps) {
  const keys = useKeysOf(action);
  const [firstKey] = keys;
  const hint = firstKey === undefined ? '' : ` (${keyCaps(firstKey).join('+')})`;
  const hold = action.release;
  return (
    <button
      type="button"
      className={labelled ? 'tool tool-labelled' : 'tool'}
      aria-label={action.label}
      aria-keyshortcuts={keys.length === 0 ? undefined : ariaKeys({ keys })}
      aria-pressed={
        action.checked === undefined ? undefined : action.checked && action.enabled !== false
      }
      title={`${action.label}${hint}`}
      disabled={action.enabled === false}
      {...(hold === undefined
        ? { onClick: () => action.perform() }
        : {
            onPointerDown: () => action.perform(),
            onPointerUp: () => hold(),
            onPointerLeave: () => hold(),
          })}
    >
      <Icon name={icon} />
      {labelled && <span>{action.label}</span>}
    </button>
  );
}

/** Why this file exists: a toolbar button is its action, drawn: label, keys, state, effect. */
import { ariaKeys, keyCaps, type Action } from '../actions/action.ts';
import { Icon, type IconName } from './Icon.tsx';

interface ActionButtonProps {
  action: Action;
  icon: IconName;
  /** Show the label beside the sign. */
  labelled?: boolean;
}

export function ActionButton({ action, icon, labelled = false }: ActionButtonProps) {
  const [firstKey] = action.keys;
  const hint = firstKey === undefined ? '' : ` (${keyCaps(firstKey).join('+')})`;
  const hold = action.release;
  return (
    <button
      type="button"
      className={labelled ? 'tool tool-labelled' : 'tool'}
      aria-label={action.label}
      aria-keyshortcuts={ariaKeys(action)}
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

/** Why this file exists: every key that works right now, read from the actions themselves. */
import { useEffect, useRef } from 'react';
import { keyCaps, type Action, type ActionGroup } from '../actions/action.ts';
import { Icon } from '../components/Icon.tsx';
import { strings } from '../strings/index.ts';

const GROUPS: readonly ActionGroup[] = ['image', 'overlay', 'gallery', 'general'];

interface KeySheetProps {
  actions: readonly Action[];
  onClose: () => void;
}

export function KeySheet({ actions, onClose }: KeySheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const groups = GROUPS.map((group) => ({
    group,
    members: actions.filter((action) => action.group === group && action.keys.length > 0),
  })).filter(({ members }) => members.length > 0);
  return (
    <dialog ref={dialog} className="key-sheet" aria-labelledby="key-sheet-title" onClose={onClose}>
      <header>
        <h2 id="key-sheet-title">{strings.keys.title}</h2>
        <button
          type="button"
          className="tool"
          aria-label={strings.keys.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="key-groups">
        {groups.map(({ group, members }) => (
          <section key={group}>
            <h3>{strings.actions.groups[group]}</h3>
            <dl>
              {members.map((action) => (
                <div key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    {action.keys.map((name) => (
                      <Keys key={name} name={name} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function Keys({ name }: { name: string }) {
  return (
    <span className="keys">
      {keyCaps(name).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

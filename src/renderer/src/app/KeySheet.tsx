/** Why this file exists: every key that works right now, read from the actions themselves; each can be changed. */
import { useContext } from 'react';
import { ACTION_GROUPS, keyCaps, withBindings, type Action } from '../actions/action.ts';
import { BindingsContext } from '../actions/use-actions.ts';
import { Dialog } from '../components/Dialog.tsx';
import { strings } from '../strings/index.ts';

interface KeySheetProps {
  actions: readonly Action[];
  onClose: () => void;
}

export function KeySheet({ actions, onClose }: KeySheetProps) {
  const bound = withBindings(actions, useContext(BindingsContext));
  const groups = ACTION_GROUPS.map((group) => ({
    group,
    members: bound.filter((action) => action.group === group && action.keys.length > 0),
  })).filter(({ members }) => members.length > 0);
  return (
    <Dialog title={strings.keys.title} size="wide" onClose={onClose}>
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
    </Dialog>
  );
}

export function Keys({ name }: { name: string }) {
  return (
    <span className="keys">
      {keyCaps(name).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

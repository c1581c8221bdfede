/**
 * Why this file exists: every key that works right now, read from the actions themselves. Each can be
 * changed here: press the key's button, then the new key.
 */
import { useContext, useState } from 'react';
import { ACTION_GROUPS, withBindings, type Action } from '../actions/action.ts';
import { BindingsContext } from '../actions/use-actions.ts';
import { Dialog } from '../components/Dialog.tsx';
import { strings } from '../strings/index.ts';
import { KeyRow } from './KeyRow.tsx';

interface KeySheetProps {
  /** Those in force, with the keys they come with. */
  actions: readonly Action[];
  onClose: () => void;
}

export function KeySheet({ actions, onClose }: KeySheetProps) {
  const bindings = useContext(BindingsContext);
  const [changing, setChanging] = useState<string | null>(null);
  const bound = withBindings(actions, bindings);
  const groups = ACTION_GROUPS.map((group) => ({
    group,
    members: bound.filter((action) => action.group === group),
  })).filter(({ members }) => members.length > 0);
  return (
    <Dialog title={strings.keys.title} size="wide" onClose={onClose}>
      <p className="lead key-lead">{strings.keys.lead}</p>
      <div className="key-groups">
        {groups.map(({ group, members }) => (
          <section key={group}>
            <h3>{strings.actions.groups[group]}</h3>
            <dl>
              {members.map((action) => (
                <KeyRow
                  key={action.id}
                  action={action}
                  all={bound}
                  changed={bindings[action.id] !== undefined}
                  changing={changing === action.id}
                  onChanging={(on) => setChanging(on ? action.id : null)}
                />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

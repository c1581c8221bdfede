/** Why this file exists: filters worth coming back to, kept under a name for everyone on this machine. */
import { useState, type FormEvent } from 'react';
import { Button, IconButton } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import { strings } from '../../strings/index.ts';
import { parseSaved, savedName, savedPrefix, type SavedView } from './saved-views.ts';
import { text } from './strings.ts';
import { viewFrom, viewParts, type GalleryView } from './view.ts';

interface SavedViewsProps {
  productId: number;
  view: GalleryView;
  onView: (view: GalleryView) => void;
}

export function SavedViews({ productId, view, onView }: SavedViewsProps) {
  const { data } = useQueryOf('settings.get', { prefix: savedPrefix(productId) });
  const change = useChange('settings.set');
  const [naming, setNaming] = useState(false);
  const saved = parseSaved(data ?? {});
  const address = addressOf(view);

  const save = async (name: string): Promise<void> => {
    setNaming(false);
    const setting = savedName(productId, saved);
    const done = await change.run({ name: setting, value: { name, query: address } });
    if (done !== null) notify({ kind: 'done', text: text.savedDone(name) });
  };
  const remove = async ({ setting, name, query }: SavedView): Promise<void> => {
    if ((await change.run({ name: setting, value: null })) === null) return;
    const undo = (): void => void change.run({ name: setting, value: { name, query } });
    notify({ kind: 'done', text: text.removed(name), undo });
  };

  return (
    <section className="saved-views" aria-label={text.saved}>
      {saved.length > 0 && (
        <ul>
          {saved.map((entry) => (
            <li key={entry.setting}>
              <button
                type="button"
                className="saved-view"
                aria-pressed={entry.query === address}
                onClick={() => onView(viewFrom(new URLSearchParams(entry.query)))}
              >
                {entry.name}
              </button>
              <IconButton
                icon="close"
                small
                label={text.removeSaved(entry.name)}
                onClick={() => void remove(entry)}
              />
            </li>
          ))}
        </ul>
      )}
      {address !== '' && !saved.some(({ query }) => query === address) && (
        <Button kind="quiet" icon="plus" onClick={() => setNaming(true)}>
          {text.saveNow}
        </Button>
      )}
      {naming && <NameDialog onName={(name) => void save(name)} onClose={() => setNaming(false)} />}
    </section>
  );
}

function addressOf(view: GalleryView): string {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(viewParts(view))) {
    if (value !== undefined) values.set(name, String(value));
  }
  return values.toString();
}

interface NameDialogProps {
  onName: (name: string) => void;
  onClose: () => void;
}

function NameDialog({ onName, onClose }: NameDialogProps) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') onName(name.trim());
  };
  return (
    <Dialog title={text.saveNow} size="small" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label={text.saveName}
          value={name}
          onChange={setName}
          maxLength={80}
          autoFocus
          required
        />
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {strings.common.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

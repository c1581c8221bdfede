/** Why this file exists: freezes the images of now into a version, with a note of what is new. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { strings } from '../../strings/index.ts';
import type { RequestError } from '../../transport/client.ts';
import { trainingAddress } from '../training/route.ts';
import { text } from './strings.ts';

export function FreezeDialog({ productId, onClose }: { productId: number; onClose: () => void }) {
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<RequestError | null>(null);
  const { run, isPending } = useChange('versions.freeze');
  const words = text.version;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure(null);
    const version = await run({ productId, note: note.trim() }, setFailure);
    if (version === null) return;
    notify({
      kind: 'done',
      text: words.frozen(version.number),
      link: { label: words.train, address: trainingAddress(productId, version.id) },
    });
    onClose();
  };
  return (
    <Dialog title={words.freeze} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{words.freezeText}</p>
        <TextField
          label={words.note}
          hint={words.noteHint}
          value={note}
          onChange={setNote}
          lines={2}
          maxLength={4000}
          autoFocus
        />
        {failure !== null && <ErrorLine error={failure} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" icon="lock" type="submit" busy={isPending}>
            {words.freezeConfirm}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

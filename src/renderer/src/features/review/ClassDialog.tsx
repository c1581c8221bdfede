/** Why this file exists: a defect nobody has named yet gets its class without leaving the image. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { useChange } from '../../state/actor.ts';
import { strings } from '../../strings/index.ts';
import { text } from './strings.ts';

interface ClassDialogProps {
  productId: number;
  onAdded: (classId: number) => void;
  onClose: () => void;
}

export function ClassDialog({ productId, onAdded, onClose }: ClassDialogProps) {
  const add = useChange('classes.add');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = { productId, name: name.trim() };
    const added = await add.run(input, (error) => setProblem(`${error.message} ${error.nextStep}`));
    if (added !== null) onAdded(added.id);
  };
  return (
    <Dialog title={text.addClass} size="small" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          label={text.className}
          value={name}
          onChange={setName}
          problem={problem}
          maxLength={200}
          autoFocus
          required
        />
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" busy={add.isPending} disabled={name.trim() === ''}>
            {strings.common.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

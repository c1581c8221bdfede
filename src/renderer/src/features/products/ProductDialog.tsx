/** Why this file exists: gives a product its name and note, new or changed. */
import { useState, type FormEvent } from 'react';
import type { Product } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { goToAddress } from '../../state/use-route.ts';
import type { RequestError } from '../../transport/client.ts';
import { importRoute, IMPORT_START } from '../datasets/import-route.ts';
import { text } from './strings.ts';

interface ProductDialogProps {
  /** Left out: a new one. */
  product?: Product;
  onClose: () => void;
}

export function ProductDialog({ product, onClose }: ProductDialogProps) {
  const [name, setName] = useState(product?.name ?? '');
  const [note, setNote] = useState(product?.note ?? '');
  const [failure, setFailure] = useState<RequestError | null>(null);
  const add = useChange('products.add');
  const change = useChange('products.change');
  const texts = text.dialog;
  const whole = name.trim();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure(null);
    if (product === undefined) {
      const added = await add.run({ name: whole, note }, setFailure);
      if (added === null) return;
      onClose();
      goToAddress(importRoute.address(added.id, IMPORT_START));
      return;
    }
    const changed = await change.run({ productId: product.id, name: whole, note }, setFailure);
    if (changed === null) return;
    notify({ kind: 'done', text: text.changedNews(changed.name) });
    onClose();
  };

  return (
    <Dialog
      title={product === undefined ? texts.addTitle : texts.changeTitle}
      onClose={onClose}
      size="small"
    >
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          value={name}
          onChange={setName}
          maxLength={200}
          required
          autoFocus
        />
        <TextField
          label={texts.note}
          hint={texts.noteHint}
          value={note}
          onChange={setNote}
          maxLength={4000}
          lines={3}
        />
        {failure !== null && <ErrorLine error={failure} />}
        <DialogButtons>
          <Button
            kind="primary"
            type="submit"
            disabled={whole === ''}
            busy={add.isPending || change.isPending}
          >
            {product === undefined ? texts.confirmAdd : texts.confirmChange}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

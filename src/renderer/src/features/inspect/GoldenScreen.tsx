/** Why this file exists: which parts are golden and which verdict each must get; put in force with a reason. */
import { useState, type FormEvent } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { GalleryItem } from '../../../../shared/entities/gallery.ts';
import type { VerificationItem } from '../../../../shared/entities/verification-set.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { ErrorLine, ErrorNotice, LoadingNotice } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { Candidates } from './Candidates.tsx';
import { ChosenParts } from './ChosenParts.tsx';
import { strings } from './strings.ts';

interface GoldenScreenProps {
  productId: number;
  production: ModelSummary | undefined;
  onBack: () => void;
}

export function GoldenScreen({ productId, production, onBack }: GoldenScreenProps) {
  const golden = useQueryOf('verification.get', { productId });
  if (golden.error !== null) {
    return <ErrorNotice error={golden.error} onRetry={() => void golden.refetch()} />;
  }
  if (golden.data === undefined) return <LoadingNotice />;
  return (
    <GoldenEditor
      key={golden.data?.id ?? 0}
      productId={productId}
      production={production}
      inForce={golden.data?.items ?? []}
      onBack={onBack}
    />
  );
}

interface GoldenEditorProps extends GoldenScreenProps {
  inForce: readonly VerificationItem[];
}

function GoldenEditor({ productId, production, inForce, onBack }: GoldenEditorProps) {
  const [items, setItems] = useState<readonly VerificationItem[]>(inForce);
  const [saving, setSaving] = useState(false);
  const changed = JSON.stringify(items) !== JSON.stringify(inForce);
  const chosen = new Set(items.map(({ imageId }) => imageId));
  const add = ({ imageId, label }: GalleryItem): void => {
    if (chosen.has(imageId)) return;
    setItems([...items, { imageId, expected: label === 'ng' ? 'ng' : 'ok', note: '' }]);
  };
  return (
    <div className="golden">
      <header className="golden-head">
        <Button icon="back" onClick={onBack}>
          {strings.back}
        </Button>
        <div>
          <h1>{strings.goldenTitle}</h1>
          <p className="golden-lead">{strings.goldenLead}</p>
        </div>
        <span className="bar-gap" />
        <Chip tone={changed ? 'warn' : 'neutral'}>
          {changed ? strings.changed : strings.unchanged}
        </Chip>
        <Button disabled={!changed} onClick={() => setItems(inForce)}>
          {strings.discard}
        </Button>
        <Button
          kind="primary"
          disabled={!changed || items.length === 0}
          onClick={() => setSaving(true)}
        >
          {strings.saveGolden}
        </Button>
      </header>
      <div className="golden-body">
        <Candidates productId={productId} production={production} chosen={chosen} onAdd={add} />
        <ChosenParts items={items} onChange={setItems} />
      </div>
      {saving && (
        <SaveDialog productId={productId} items={items} onClose={() => setSaving(false)} />
      )}
    </div>
  );
}

interface SaveDialogProps {
  productId: number;
  items: readonly VerificationItem[];
  onClose: () => void;
}

function SaveDialog({ productId, items, onClose }: SaveDialogProps) {
  const change = useChange('verification.set');
  const [reason, setReason] = useState('');
  const [error, setError] = useState<RequestError | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    const stored = await change.run({ productId, items: [...items], reason }, setError);
    if (stored === null) return;
    notify({ kind: 'done', text: strings.saved(stored.number) });
    onClose();
  };
  return (
    <Dialog title={strings.saveTitle} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <p>{strings.goldenLead}</p>
        <TextField
          label={strings.reason}
          hint={strings.reasonHint}
          value={reason}
          onChange={setReason}
          lines={2}
          required
          autoFocus
          maxLength={2000}
        />
        {error !== null && <ErrorLine error={error} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button
            kind="primary"
            type="submit"
            busy={change.isPending}
            disabled={reason.trim() === ''}
          >
            {strings.saveGolden}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

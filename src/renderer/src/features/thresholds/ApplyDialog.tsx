/** Why this file exists: putting a draft in force: what changes, what it rests on, and a reason. */
import { useState, type FormEvent } from 'react';
import type { ThresholdValues } from '../../../../shared/charts/flips.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import type { RequestError } from '../../transport/client.ts';
import { ValueTable } from './ChangesPanel.tsx';
import { sourceOfDraft, type Draft } from './draft.ts';
import { strings } from './strings.ts';

interface ApplyDialogProps {
  draft: Draft;
  inForce: ThresholdValues;
  classes: readonly DefectClass[];
  modelName: string;
  /** How many verdicts change, in words. */
  flips: string;
  onClose: () => void;
  onApplied: () => void;
}

export function ApplyDialog(props: ApplyDialogProps) {
  const { draft, inForce, classes, modelName, flips, onClose, onApplied } = props;
  const change = useChange('thresholds.set');
  const [reason, setReason] = useState('');
  const [error, setError] = useState<RequestError | null>(null);
  const source = sourceOfDraft(draft);

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const stored = await change.run(
      {
        modelId: draft.modelId,
        base: draft.base,
        perClass: [...draft.perClass],
        source,
        rule: draft.rule,
        reason,
      },
      setError,
    );
    if (stored === null) return;
    notify({ kind: 'done', text: strings.applied(stored.number) });
    onApplied();
  };

  return (
    <Dialog title={strings.applyTitle} onClose={onClose}>
      <form onSubmit={(event) => void apply(event)}>
        <p>{strings.applyText(modelName)}</p>
        <ValueTable draft={draft} inForce={inForce} classes={classes} />
        <p>{flips}</p>
        <p className={source === 'test' ? 'flag' : 'note'}>
          {strings.sourceIs}: {strings.source[source]}
        </p>
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
            {strings.applyNow}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

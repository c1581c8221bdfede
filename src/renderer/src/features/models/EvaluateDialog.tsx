/** Why this file exists: starts an evaluation of a model on a frozen data-set version. */
import { useState, type FormEvent } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { notify } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { useStartJob } from '../jobs/use-jobs.ts';
import { strings } from './strings.ts';

interface EvaluateDialogProps {
  productId: number;
  summary: ModelSummary;
  onClose: () => void;
}

export function EvaluateDialog({ productId, summary, onClose }: EvaluateDialogProps) {
  const versions = useQueryOf('versions.list', { productId });
  const [chosen, setChosen] = useState<string | null>(null);
  const [maps, setMaps] = useState(true);
  const [error, setError] = useState<RequestError | null>(null);
  const { start, isPending } = useStartJob();
  const list = versions.data;
  const version = chosen ?? String(list?.[0]?.version.id ?? '');

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    const run = await start(
      {
        kind: 'evaluate',
        modelId: summary.model.id,
        versionId: Number(version),
        splits: ['calibrate', 'test'],
        maps,
      },
      setError,
    );
    if (run === null) return;
    notify({ kind: 'done', text: strings.started });
    onClose();
  };

  return (
    <Dialog title={strings.evaluateTitle(summary.model.name)} onClose={onClose}>
      {list === undefined &&
        (versions.error === null ? <LoadingNotice /> : <ErrorLine error={versions.error} />)}
      {list?.length === 0 && (
        <p>
          {strings.noVersion} <a href={`#/product/${productId}/data`}>{strings.toData}</a>
        </p>
      )}
      {list !== undefined && list.length > 0 && (
        <form onSubmit={(event) => void submit(event)}>
          <p>{strings.evaluateText}</p>
          <Select
            label={strings.version}
            value={version}
            choices={list.map(({ version: { id, number, images, note } }) => ({
              value: String(id),
              label: strings.versionNumber(number, images),
              ...(note === '' ? {} : { note }),
            }))}
            onChange={setChosen}
          />
          <label className="check">
            <input type="checkbox" checked={maps} onChange={() => setMaps(!maps)} />
            {strings.maps}
          </label>
          {error !== null && <ErrorLine error={error} />}
          <DialogButtons>
            <Button onClick={onClose}>{strings.cancel}</Button>
            <Button kind="primary" type="submit" busy={isPending}>
              {strings.evaluate}
            </Button>
          </DialogButtons>
        </form>
      )}
    </Dialog>
  );
}

/** Why this file exists: draws splits anew; the way back puts every image where it was. */
import { useState, type FormEvent } from 'react';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { NumberField } from '../../components/fields.tsx';
import { formatInteger, formatPercent } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { useClient } from '../../state/client-context.ts';
import { notify } from '../../state/notices.ts';
import { strings } from '../../strings/index.ts';
import type { RequestError } from '../../transport/client.ts';
import { text } from './strings.ts';

const SPLITS: readonly ImageSplit[] = ['none', 'train', 'calibrate', 'test'];
const DEFAULTS = { train: 0.6, calibrate: 0.2, seed: 0 };
const PERCENT = { style: 'percent', maximumFractionDigits: 0 } as const;

export function DrawDialog({ productId, onClose }: { productId: number; onClose: () => void }) {
  const [{ train, calibrate, seed }, setShares] = useState(DEFAULTS);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const { draw, isPending } = useDraw(productId);
  const words = text.split;
  // Half a per cent, the field's own step, is room enough for sums of fractions.
  const tooMuch = train + calibrate > 1.004;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (tooMuch) return;
    setFailure(null);
    if (await draw({ train, calibrate, seed }, setFailure)) onClose();
  };

  return (
    <Dialog title={words.draw} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{words.dialogText}</p>
        <div className="form-row">
          <NumberField
            label={words.train}
            value={train}
            onChange={(value) => setShares({ train: value, calibrate, seed })}
            min={0}
            max={1}
            step={0.05}
            format={PERCENT}
            problem={tooMuch ? words.tooMuch : null}
          />
          <NumberField
            label={words.calibrate}
            value={calibrate}
            onChange={(value) => setShares({ train, calibrate: value, seed })}
            min={0}
            max={1}
            step={0.05}
            format={PERCENT}
          />
          <NumberField
            label={words.seed}
            hint={words.seedHint}
            value={seed}
            onChange={(value) => setShares({ train, calibrate, seed: value })}
            min={0}
            max={1e9}
            step={1}
          />
        </div>
        <p className="note">{words.testNote(formatPercent(Math.max(0, 1 - train - calibrate)))}</p>
        {failure !== null && <ErrorLine error={failure} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={tooMuch} busy={isPending}>
            {words.apply}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** Draws, and offers to put every image back into the split it was in before. */
function useDraw(productId: number) {
  const client = useClient();
  const { run: drawSplits, isPending } = useChange('splits.draw');
  const assign = useChange('splits.assign');

  const splitsNow = (): Promise<(readonly [ImageSplit, number[]])[]> =>
    Promise.all(
      SPLITS.map(async (split) => {
        const query = { productId, filter: { splits: [split] } };
        const ids = await client.request('gallery.ids', {
          ...query,
          sort: 'path',
          descending: false,
          limit: 1,
        });
        return [split, ids] as const;
      }),
    );

  const putBack = async (before: readonly (readonly [ImageSplit, number[]])[]): Promise<void> => {
    for (const [split, imageIds] of before) {
      if (imageIds.length > 0 && (await assign.run({ imageIds, split })) === null) return;
    }
    notify({ kind: 'done', text: strings.common.undone });
  };

  const draw = async (
    shares: typeof DEFAULTS,
    onError: (error: RequestError) => void,
  ): Promise<boolean> => {
    const before = await splitsNow();
    const drawn = await drawSplits({ productId, ...shares }, onError);
    if (drawn === null) return false;
    notify({
      kind: 'done',
      text: text.split.done(
        formatInteger(drawn.train),
        formatInteger(drawn.calibrate),
        formatInteger(drawn.test),
      ),
      undo: () => void putBack(before),
    });
    return true;
  };
  return { draw, isPending };
}

/** Why this file exists: an import is in: what came with it, what comes next, and the way back. */
import { useState } from 'react';
import type { ImportOutcome } from '../../../../shared/entities/job.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { goToAddress } from '../../state/use-route.ts';
import { galleryAddress } from '../gallery/route.ts';
import { IMPORT_START, importRoute } from './import-route.ts';
import { dataAddress } from './route.ts';
import { text } from './strings.ts';

interface AddedPanelProps {
  productId: number;
  runId: number;
  added: NonNullable<ImportOutcome['added']>;
}

export function AddedPanel({ productId, runId, added }: AddedPanelProps) {
  const { run, isPending } = useChange('imports.exclude');
  const [out, setOut] = useState(false);
  const words = text.added;

  const exclude = async (excluded: boolean): Promise<void> => {
    const result = await run({ runId, excluded });
    if (result === null) return;
    setOut(excluded);
    if (excluded) {
      notify({
        kind: 'done',
        text: words.undone(formatInteger(result.images)),
        undo: () => void exclude(false),
      });
    }
  };

  return (
    <section className="panel added" data-out={out || undefined}>
      <span className="added-mark">
        <Icon name={out ? 'undo' : 'check'} />
      </span>
      <div>
        <h2>
          {out
            ? words.undone(formatInteger(added.images))
            : words.title(formatInteger(added.images))}
        </h2>
        {!out && (
          <p className="lead">
            {words.text(formatInteger(added.labels), formatInteger(added.masks))}
          </p>
        )}
        <div className="added-buttons">
          {!out && (
            <>
              <Button
                kind="primary"
                icon="gallery"
                onClick={() => goToAddress(galleryAddress(productId, {}))}
              >
                {words.gallery}
              </Button>
              <Button icon="data" onClick={() => goToAddress(dataAddress(productId))}>
                {words.splits}
              </Button>
            </>
          )}
          <Button
            icon="upload"
            onClick={() => goToAddress(importRoute.address(productId, IMPORT_START))}
          >
            {words.more}
          </Button>
          {!out && (
            <Button icon="undo" busy={isPending} onClick={() => void exclude(true)}>
              {words.undo}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

/** Why this file exists: who said and painted what, and when; an earlier mask can be taken back. */
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import type { LabelEntry } from '../../../../shared/entities/label.ts';
import type { MaskEntry } from '../../../../shared/entities/mask.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { formatBytes, formatInteger, formatTime } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { announce } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import { LabelChip } from '../gallery/LabelChip.tsx';
import { text as galleryText } from '../gallery/strings.ts';
import { text } from './strings.ts';

interface HistoryPanelProps {
  detail: ImageDetail;
  classes: readonly DefectClass[];
}

export function HistoryPanel({ detail, classes }: HistoryPanelProps) {
  const { image, file } = detail;
  const labels = useQueryOf('labels.history', { imageId: image.id });
  const masks = useQueryOf('masks.history', { imageId: image.id });
  const restore = useChange('masks.restore');
  const current = masks.data?.at(-1)?.id;
  const takeBack = async (mask: MaskEntry): Promise<void> => {
    if ((await restore.run({ maskId: mask.id })) !== null) announce(text.maskRestored);
  };
  return (
    <>
      <h2>{text.history}</h2>
      {labels.error !== null && <ErrorLine error={labels.error} />}
      {labels.data?.length === 0 && <p className="note">{text.historyNone}</p>}
      <ol className="history">
        {labels.data?.toReversed().map((entry) => (
          <LabelLine key={entry.id} entry={entry} classes={classes} />
        ))}
      </ol>
      <h2>{text.historyMasks}</h2>
      {masks.error !== null && <ErrorLine error={masks.error} />}
      {masks.data?.length === 0 && <p className="note">{text.maskEmpty}</p>}
      <ol className="history">
        {masks.data?.toReversed().map((entry) => (
          <li key={entry.id}>
            <strong>
              {entry.defectArea + entry.ignoreArea === 0
                ? text.maskEmpty
                : text.maskVersion(
                    formatInteger(entry.defectArea),
                    formatInteger(entry.ignoreArea),
                  )}
            </strong>
            <Who entry={entry} />
            {entry.id !== current && (
              <Button kind="quiet" icon="undo" onClick={() => void takeBack(entry)}>
                {text.restoreMask}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <h2>{text.facts}</h2>
      {image.missingSince !== null && <p className="flag">{text.missingFile}</p>}
      <dl className="facts">
        <div>
          <dt>{text.facts}</dt>
          <dd className="file-path">{file}</dd>
        </div>
        <div>
          <dt>{text.size}</dt>
          <dd>
            {image.width} × {image.height} px, {formatBytes(image.bytes)}
          </dd>
        </div>
        <div>
          <dt>{text.split}</dt>
          <dd>{galleryText.splits[image.split]}</dd>
        </div>
        <div>
          <dt>{text.added}</dt>
          <dd>{formatTime(image.addedAt)}</dd>
        </div>
      </dl>
    </>
  );
}

function LabelLine({ entry, classes }: { entry: LabelEntry; classes: readonly DefectClass[] }) {
  const defect = classes.find(({ id }) => id === entry.defectClassId)?.name ?? null;
  return (
    <li>
      <LabelChip value={entry.value} className={defect} />
      {entry.undoes !== null && <span className="note"> {text.undoneEntry}</span>}
      <Who entry={entry} />
      {entry.comment !== '' && <q>{entry.comment}</q>}
    </li>
  );
}

function Who({ entry }: { entry: Pick<LabelEntry, 'reviewer' | 'at' | 'origin'> }) {
  return (
    <span className="note history-who">
      {entry.origin === 'import' ? text.imported : entry.reviewer}, {formatTime(entry.at)}
    </span>
  );
}

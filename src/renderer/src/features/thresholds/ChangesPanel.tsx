/** Why this file exists: before applying: which values change, and which parts get another verdict. */
import { useMemo } from 'react';
import type { ResultColumns } from '../../../../shared/contract/models.ts';
import {
  countEffects,
  flipsBetween,
  type ThresholdValues,
} from '../../../../shared/charts/flips.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { useValue } from '../../state/value-store.ts';
import { changedValues } from './changed-values.ts';
import { FlipList } from './FlipList.tsx';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ChangesPanelProps {
  settled: Readable<Live>;
  inForce: ThresholdValues;
  columns: ResultColumns;
  splits: readonly ImageSplit[];
  classes: readonly DefectClass[];
  /** The address of one image in review. */
  imageAddress: (imageId: number) => string;
}

export function ChangesPanel(props: ChangesPanelProps) {
  const { settled, inForce, columns, splits, classes, imageAddress } = props;
  const { draft } = useValue(settled);
  const flips = useMemo(
    () => flipsBetween({ columns, values: inForce }, { columns, values: draft }, splits),
    [columns, inForce, draft, splits],
  );
  const effects = useMemo(() => countEffects(flips), [flips]);
  return (
    <div className="changes-panel">
      <ValueTable draft={draft} inForce={inForce} classes={classes} />
      <h3>{strings.flips}</h3>
      {flips.length === 0 ? (
        <p className="note">{strings.flipsNone}</p>
      ) : (
        <>
          <p data-testid="flip-count">
            {strings.flipsCount(effects.worse, effects.better, effects.neutral)}
          </p>
          <FlipList flips={flips} imageAddress={imageAddress} />
        </>
      )}
    </div>
  );
}

interface ValueTableProps {
  draft: ThresholdValues;
  inForce: ThresholdValues;
  classes: readonly DefectClass[];
}

/** Every value that differs, before and after. */
export function ValueTable({ draft, inForce, classes }: ValueTableProps) {
  const rows = changedValues(inForce, draft);
  if (rows.length === 0) return <p className="note">{strings.noChanges}</p>;
  const name = (id: number | null): string =>
    id === null ? '' : `${classes.find((one) => one.id === id)?.name ?? `#${id}`}: `;
  const show = (key: string, value: number | null): string =>
    value === null ? '–' : key === 'minArea' ? formatInteger(value) : formatRaw(value);
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{strings.valueColumns.value}</th>
          <th scope="col" className="number">
            {strings.valueColumns.before}
          </th>
          <th scope="col" className="number">
            {strings.valueColumns.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ defectClassId, key, before, after }) => (
          <tr key={`${defectClassId} ${key}`}>
            <th scope="row">
              {name(defectClassId)}
              {strings.values[key]}
            </th>
            <td className="number">{show(key, before)}</td>
            <td className="number">
              <strong>{show(key, after)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

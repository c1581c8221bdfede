/** Why this file exists: the table twin of the scatter of two models' scores. */
import type { pairedScores } from '../../../../shared/charts/flips.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { formatRaw } from '../../components/format.ts';
import { strings } from './strings.ts';

/** An image with the score of each model. */
export type Pair = ReturnType<typeof pairedScores>[number];

const MOST_ROWS = 200;

export function labelName(label: LabelValue): string {
  if (label === 'ok') return strings.good;
  return label === 'ng' ? strings.defective : strings.unlabelled;
}

interface PairTableProps {
  pairs: readonly Pair[];
  names: readonly [string, string];
  addressOf: (imageId: number) => string;
}

export function PairTable({ pairs, names, addressOf }: PairTableProps) {
  return (
    <div
      className="table-holder scatter-table"
      tabIndex={0}
      role="region"
      aria-label={strings.scatter}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{strings.image}</th>
            <th scope="col">{strings.label}</th>
            <th scope="col" className="number">
              A · {names[0]}
            </th>
            <th scope="col" className="number">
              B · {names[1]}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...pairs]
            .sort((p, q) => q.b - p.b)
            .slice(0, MOST_ROWS)
            .map(({ imageId, label, a, b }) => (
              <tr key={imageId}>
                <th scope="row">
                  <a href={addressOf(imageId)}>{imageId}</a>
                </th>
                <td>{labelName(label)}</td>
                <td className="number">{formatRaw(a)}</td>
                <td className="number">{formatRaw(b)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

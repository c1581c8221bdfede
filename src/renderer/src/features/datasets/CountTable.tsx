/** Why this file exists: images by split, label and defect class, as a look at a folder found them. */
import type { DetectedLayout } from '../../../../shared/contract/datasets.ts';
import { formatInteger } from '../../components/format.ts';
import { text } from './strings.ts';

interface CountTableProps {
  /** Of this table alone. */
  label: string;
  counts: DetectedLayout['counts'];
}

export function CountTable({ label, counts }: CountTableProps) {
  const words = text.findings;
  return (
    <div className="table-panel" tabIndex={0} role="region" aria-label={label}>
      <table className="table counts-table">
        <thead>
          <tr>
            <th scope="col">{words.split}</th>
            <th scope="col">{words.label}</th>
            <th scope="col" className="number">
              {words.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ split, label, defectClass, images }) => (
            <tr key={`${split} ${label} ${defectClass ?? ''}`}>
              <th scope="row">{text.splits[split]}</th>
              <td>
                {text.labels[label]}
                {defectClass !== null && <span className="defect-class">{defectClass}</span>}
              </td>
              <td className="number">{formatInteger(images)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why this file exists: images by split and label, each number leading to its images; and the draw. */
import { useState } from 'react';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger } from '../../components/format.ts';
import { useQueryOf } from '../../state/queries.ts';
import { galleryAddress } from '../gallery/route.ts';
import { DrawDialog } from './DrawDialog.tsx';
import { text } from './strings.ts';

const SPLITS: readonly ImageSplit[] = ['train', 'calibrate', 'test', 'none'];
const LABELS: readonly LabelValue[] = ['ok', 'ng', 'unsure', 'none'];

export function SplitsPanel({ productId, total }: { productId: number; total: number }) {
  const [drawing, setDrawing] = useState(false);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {text.split.title} <span className="lead">· {text.split.lead}</span>
        </h2>
        <Button onClick={() => setDrawing(true)}>{text.split.draw}</Button>
      </div>
      <div className="table-panel" tabIndex={0} role="region" aria-label={text.split.table}>
        <table className="table splits-table">
          <thead>
            <tr>
              <th scope="col">{text.split.column}</th>
              {LABELS.map((label) => (
                <th key={label} scope="col" className="number">
                  {text.labels[label]}
                </th>
              ))}
              <th scope="col" className="number">
                {text.split.total}
              </th>
              <th scope="col">
                <span className="visually-hidden">{text.split.title}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {SPLITS.map((split) => (
              <SplitRow key={split} productId={productId} split={split} total={total} />
            ))}
          </tbody>
        </table>
      </div>
      {drawing && <DrawDialog productId={productId} onClose={() => setDrawing(false)} />}
    </section>
  );
}

interface SplitRowProps {
  productId: number;
  split: ImageSplit;
  total: number;
}

function SplitRow({ productId, split, total }: SplitRowProps) {
  const { data: counts } = useQueryOf('gallery.counts', {
    productId,
    filter: { splits: [split] },
  });
  const share = counts === undefined || total === 0 ? 0 : counts.total / total;
  return (
    <tr>
      <th scope="row">
        {counts !== undefined && counts.total > 0 ? (
          <a
            href={galleryAddress(productId, { filter: { splits: [split] } })}
            aria-label={text.split.open(text.splits[split])}
          >
            {text.splits[split]}
          </a>
        ) : (
          text.splits[split]
        )}
        <span className="note split-note">{text.splitNotes[split]}</span>
      </th>
      {LABELS.map((label) => (
        <td key={label} className="number">
          <CountLink
            productId={productId}
            split={split}
            label={label}
            count={counts?.labels[label]}
          />
        </td>
      ))}
      <td className="number">
        <strong>{counts === undefined ? '…' : formatInteger(counts.total)}</strong>
      </td>
      <td className="split-share">
        <span className={`split-bar split-${split}`} style={{ width: `${share * 100}%` }} />
      </td>
    </tr>
  );
}

interface CountLinkProps {
  productId: number;
  split: ImageSplit;
  label: LabelValue;
  count: number | undefined;
}

function CountLink({ productId, split, label, count }: CountLinkProps) {
  if (count === undefined) return '…';
  if (count === 0) return <span className="zero">0</span>;
  return (
    <a href={galleryAddress(productId, { filter: { splits: [split], labels: [label] } })}>
      {formatInteger(count)}
    </a>
  );
}

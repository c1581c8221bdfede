/** Why this file exists: the frozen versions of a product's data, newest first, and their differences. */
import { useState } from 'react';
import type { VersionSummary } from '../../../../shared/contract/datasets.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { galleryAddress } from '../gallery/route.ts';
import { trainingAddress } from '../training/route.ts';
import { ComparePanel } from './ComparePanel.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FreezeDialog } from './FreezeDialog.tsx';
import { text } from './strings.ts';

interface VersionsPartProps {
  productId: number;
  compared: { from: number | null; to: number | null };
  onCompare: (from: number, to: number) => void;
}

export function VersionsPart({ productId, compared, onCompare }: VersionsPartProps) {
  const { data, error, refetch } = useQueryOf('versions.list', { productId });
  const [freezing, setFreezing] = useState(false);
  const words = text.version;
  if (data === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  const versions = data.toSorted((a, b) => b.version.number - a.version.number);
  return (
    <div className="data-parts">
      {versions.length === 0 ? (
        <Notice icon="lock" title={words.emptyTitle}>
          <p>{words.emptyText}</p>
          <Button kind="primary" icon="lock" onClick={() => setFreezing(true)}>
            {words.freeze}
          </Button>
        </Notice>
      ) : (
        <>
          <section className="panel">
            <div className="panel-head">
              <h2>
                {words.title} <span className="lead">· {words.lead}</span>
              </h2>
              <Button icon="lock" onClick={() => setFreezing(true)}>
                {words.freeze}
              </Button>
            </div>
            <VersionTable productId={productId} versions={versions} />
          </section>
          <ComparePanel versions={versions} compared={compared} onCompare={onCompare} />
        </>
      )}
      {freezing && <FreezeDialog productId={productId} onClose={() => setFreezing(false)} />}
    </div>
  );
}

interface VersionTableProps {
  productId: number;
  versions: readonly VersionSummary[];
}

function VersionTable({ productId, versions }: VersionTableProps) {
  const words = text.version;
  return (
    <div className="table-panel" tabIndex={0} role="region" aria-label={words.title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            <th scope="col" className="number">
              {words.images}
            </th>
            <th scope="col" className="number">
              {text.splits.train}
            </th>
            <th scope="col" className="number">
              {text.splits.calibrate}
            </th>
            <th scope="col" className="number">
              {text.splits.test}
            </th>
            <th scope="col" className="number">
              {words.labels}
            </th>
            <th scope="col" className="number">
              {words.masks}
            </th>
            <th scope="col">{words.made}</th>
            <th scope="col">
              <span className="visually-hidden">{words.train}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((summary) => (
            <VersionRow key={summary.version.id} productId={productId} summary={summary} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VersionRow({ productId, summary }: { productId: number; summary: VersionSummary }) {
  const { version, splits, labels, masks } = summary;
  const [exporting, setExporting] = useState(false);
  const words = text.version;
  return (
    <tr>
      <th scope="row" className="version-cell">
        <a href={galleryAddress(productId, { version: version.id })}>
          {words.name(version.number)}
        </a>
        {version.note !== '' && <span className="version-note">{version.note}</span>}
        <code className="note" title={`${words.fingerprint} ${version.fingerprint}`}>
          {version.fingerprint.slice(0, 12)}
        </code>
      </th>
      <td className="number">{formatInteger(version.images)}</td>
      <td className="number">{formatInteger(splits.train)}</td>
      <td className="number">{formatInteger(splits.calibrate)}</td>
      <td className="number">{formatInteger(splits.test)}</td>
      <td className="number">
        {[labels.ok, labels.ng, labels.unsure].map(formatInteger).join(' / ')}
      </td>
      <td className="number">{formatInteger(masks)}</td>
      <td>
        <span className="nowrap">{formatTime(version.createdAt)}</span>{' '}
        <span className="note version-by">{words.by(version.createdBy)}</span>
      </td>
      <td className="row-actions">
        <Button
          aria-label={words.trainOn(version.number)}
          onClick={() => goToAddress(trainingAddress(productId, version.id))}
        >
          {words.train}
        </Button>
        <Menu
          label={words.more(version.number)}
          entries={[{ id: 'export', label: words.export, perform: () => setExporting(true) }]}
        >
          <Icon name="menu" />
        </Menu>
        {exporting && <ExportDialog version={version} onClose={() => setExporting(false)} />}
      </td>
    </tr>
  );
}

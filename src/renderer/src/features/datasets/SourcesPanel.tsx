/** Why this file exists: the folders that images come from, what is missing of them, and re-linking. */
import { useState } from 'react';
import type { SourceSummary } from '../../../../shared/contract/products.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { formatInteger, formatTime } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { notifyError } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { useMutationOf, useQueryOf } from '../../state/queries.ts';
import { LAYOUTS } from './layouts.ts';
import { RelinkDialog } from './RelinkDialog.tsx';
import { text } from './strings.ts';

export function SourcesPanel({ productId }: { productId: number }) {
  const { data: sources, error } = useQueryOf('sources.list', { productId });
  const check = useMutationOf('sources.check');
  const [relinked, setRelinked] = useState<SourceSummary | null>(null);
  const words = text.source;
  if (error !== null) return <ErrorLine error={error} />;
  if (sources === undefined || sources.length === 0) return null;

  const lookAgain = (): void =>
    check.mutate(
      { productId },
      {
        onError: notifyError,
        onSuccess: (found) =>
          notify({
            kind: 'done',
            text: words.checked(found.reduce((sum, { missing }) => sum + missing, 0)),
          }),
      },
    );

  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {words.title} <span className="lead">· {words.lead}</span>
        </h2>
        <Button onClick={lookAgain} busy={check.isPending}>
          {words.check}
        </Button>
      </div>
      <div className="table-panel" tabIndex={0} role="region" aria-label={words.title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.folder}</th>
              <th scope="col">{words.layout}</th>
              <th scope="col" className="number">
                {words.images}
              </th>
              <th scope="col">{words.missing}</th>
              <th scope="col">{words.added}</th>
              <th scope="col">
                <span className="visually-hidden">{words.relink}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map((summary) => (
              <tr key={summary.source.id}>
                <th scope="row" className="path-cell">
                  {summary.source.root}
                </th>
                <td>{layoutName(summary.source.layout)}</td>
                <td className="number">{formatInteger(summary.images)}</td>
                <td>
                  {summary.missing === 0 ? (
                    <Chip tone="ok">{words.allThere}</Chip>
                  ) : (
                    <Chip tone="ng">{formatInteger(summary.missing)}</Chip>
                  )}
                </td>
                <td className="nowrap">{formatTime(summary.source.addedAt)}</td>
                <td className="number">
                  <Button onClick={() => setRelinked(summary)}>{words.relink}</Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {relinked !== null && <RelinkDialog summary={relinked} onClose={() => setRelinked(null)} />}
    </section>
  );
}

/** A layout's name; the catalog may know one that this version does not. */
function layoutName(name: string): string {
  const known = LAYOUTS.find((layout) => layout === name);
  return known === undefined ? name : text.import.layouts[known];
}

/** Why this file exists: what two models were made from: their data sets and their settings. */
import { useMemo } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { VersionDifference } from '../../../../shared/contract/datasets.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { manifestDifferences } from './manifest-diff.ts';
import { strings } from './strings.ts';

const CHANGES = ['added', 'removed', 'relabelled', 'moved', 'masksChanged'] as const;

export function Differences({ a, b }: { a: ModelSummary; b: ModelSummary }) {
  const first = useQueryOf('models.get', { modelId: a.model.id });
  const second = useQueryOf('models.get', { modelId: b.model.id });
  const rows = useMemo(
    () =>
      first.data === undefined || second.data === undefined
        ? null
        : manifestDifferences(first.data.manifest, second.data.manifest),
    [first.data, second.data],
  );
  return (
    <>
      <section className="panel">
        <h2>{strings.data}</h2>
        <DataDifference a={a} b={b} />
      </section>
      <section className="panel compare-recipe">
        <h2>{strings.recipe}</h2>
        {first.error !== null && <ErrorLine error={first.error} />}
        {second.error !== null && <ErrorLine error={second.error} />}
        {rows?.length === 0 && <p className="note">{strings.sameRecipe}</p>}
        {rows !== null && rows.length > 0 && (
          <div
            className="table-holder scatter-table"
            tabIndex={0}
            role="region"
            aria-label={strings.recipe}
          >
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{strings.setting}</th>
                  <th scope="col">A · {a.model.name}</th>
                  <th scope="col">B · {b.model.name}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ path, a: was, b: is }) => (
                  <tr key={path}>
                    <th scope="row">
                      <code>{path}</code>
                    </th>
                    <td className="setting-value">{was}</td>
                    <td className="setting-value">{is}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}

function DataDifference({ a, b }: { a: ModelSummary; b: ModelSummary }) {
  const [from, to] = [a.model.versionId, b.model.versionId];
  const known = from !== null && to !== null && from !== to;
  const difference = useQueryOf('versions.compare', known ? { from, to } : null);
  if (a.model.datasetFingerprint === b.model.datasetFingerprint) {
    return <p className="note">{strings.sameData}</p>;
  }
  if (!known) {
    return (
      <>
        <p className="note">{strings.unknownData}</p>
        <p className="note fingerprint">
          {strings.fingerprints(
            a.model.datasetFingerprint.slice(0, 20),
            b.model.datasetFingerprint.slice(0, 20),
          )}
        </p>
      </>
    );
  }
  if (difference.error !== null) return <ErrorLine error={difference.error} />;
  return difference.data === undefined ? null : <ChangeList difference={difference.data} />;
}

function ChangeList({ difference }: { difference: VersionDifference }) {
  return (
    <dl className="change-list">
      {CHANGES.map((name) => {
        const { images, examples } = difference[name];
        return (
          <div key={name} data-none={images === 0}>
            <dt>{strings.changes[name]}</dt>
            <dd>
              {strings.images(images)}
              {images > 0 && <span className="note"> {examples.slice(0, 3).join(', ')}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

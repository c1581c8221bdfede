/** Why this file exists: how one version differs from another: counts, and the images themselves. */
import type { VersionDifference, VersionSummary } from '../../../../shared/contract/datasets.ts';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { text } from './strings.ts';

const CHANGES = ['added', 'removed', 'relabelled', 'moved', 'masksChanged'] as const;

interface ComparePanelProps {
  /** Newest first. */
  versions: readonly VersionSummary[];
  compared: { from: number | null; to: number | null };
  onCompare: (from: number, to: number) => void;
}

export function ComparePanel({ versions, compared, onCompare }: ComparePanelProps) {
  const words = text.compare;
  const [newest, before] = versions;
  const to = compared.to ?? newest?.version.id;
  const from = compared.from ?? before?.version.id;
  const pair = from === undefined || to === undefined || from === to ? null : { from, to };
  const { data, error } = useQueryOf('versions.compare', pair);
  if (newest === undefined || before === undefined) {
    return <p className="note">{words.pickTwo}</p>;
  }
  const choices = versions.map(({ version }) => ({
    value: String(version.id),
    label: text.version.name(version.number),
    ...(version.note === '' ? {} : { note: version.note }),
  }));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.title}</h2>
      </div>
      <div className="compare-choice">
        <Select
          label={words.from}
          choices={choices}
          value={String(from)}
          onChange={(value) => onCompare(Number(value), to ?? Number(value))}
        />
        <Select
          label={words.to}
          choices={choices}
          value={String(to)}
          onChange={(value) => onCompare(from ?? Number(value), Number(value))}
        />
      </div>
      {pair === null && <p className="note">{words.sameVersion}</p>}
      {error !== null && <ErrorLine error={error} />}
      {pair !== null && data === undefined && error === null && <LoadingNotice />}
      {data !== undefined && <Difference difference={data} />}
    </section>
  );
}

function Difference({ difference }: { difference: VersionDifference }) {
  const words = text.compare;
  const changed = CHANGES.filter((change) => difference[change].images > 0);
  if (changed.length === 0) return <p>{words.same}</p>;
  return (
    <ul className="differences">
      {changed.map((change) => {
        const { images, examples } = difference[change];
        return (
          <li key={change}>
            <details>
              <summary>
                <strong>{formatInteger(images)}</strong> {words.changes[change]}
              </summary>
              <ul className="plain-list difference-examples" aria-label={words.examples}>
                {examples.map((path) => (
                  <li key={path}>{path}</li>
                ))}
                {images > examples.length && (
                  <li className="note">{words.more(formatInteger(images - examples.length))}</li>
                )}
              </ul>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** Why this file exists: what a check of a folder found, the troubling first; nothing is hidden. */
import type { ReactNode } from 'react';
import type { ImportFindings } from '../../../../shared/entities/job.ts';
import { Chip } from '../../components/Chip.tsx';
import { formatBytes, formatInteger, formatNumber } from '../../components/format.ts';
import { CountTable } from './CountTable.tsx';
import { text } from './strings.ts';

export function Findings({ findings }: { findings: ImportFindings }) {
  const words = text.findings;
  const { sizes, smallestFeature } = findings;
  const side = ([width, height]: [number, number]): string => `${width} × ${height}`;
  return (
    <div className="findings">
      <dl className="fact-row">
        <Fact name={words.images} value={formatInteger(findings.images)} />
        <Fact name={words.masks} value={formatInteger(findings.masks)} />
        <Fact name={words.size} value={formatBytes(findings.bytes)} />
        {sizes !== null && (
          <Fact
            name={words.pixels}
            value={words.pixelsRange(side(sizes.smallest), side(sizes.largest))}
          />
        )}
        {findings.parts !== null && (
          <Fact name={words.parts} value={formatInteger(findings.parts)} />
        )}
      </dl>
      <div className="findings-columns">
        <div>
          <h3>{words.counts}</h3>
          <CountTable label={words.counts} counts={findings.counts} />
        </div>
        <ul className="finding-list">
          <Rejected rejected={findings.rejected} />
          <Leaks leaks={findings.leaks} />
          <Duplicates duplicates={findings.duplicates} known={findings.known} />
          {smallestFeature !== null && (
            <li className="finding">
              <h3>{words.smallest}</h3>
              <p>
                {words.smallestText(
                  formatNumber(smallestFeature.width, 0),
                  formatNumber(smallestFeature.height, 0),
                  smallestFeature.inputSize,
                )}
              </p>
            </li>
          )}
          {findings.warnings.length > 0 && (
            <li className="finding">
              <h3>{words.warnings}</h3>
              <ul className="plain-list">
                {findings.warnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
              </ul>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface FindingProps {
  title: string;
  /** Nothing to worry about. */
  fine: boolean;
  words: string;
  /** The files themselves, folded away. */
  children?: ReactNode;
}

function Finding({ title, fine, words, children }: FindingProps) {
  return (
    <li className="finding" data-fine={fine}>
      <h3>
        {title}{' '}
        <Chip tone={fine ? 'ok' : 'warn'}>
          {fine ? `✓ ${text.findings.fine}` : `! ${text.findings.look}`}
        </Chip>
      </h3>
      <p>{words}</p>
      {children}
    </li>
  );
}

function Rejected({ rejected }: Pick<ImportFindings, 'rejected'>) {
  const words = text.findings;
  const { files, examples } = rejected;
  if (files === 0) return <Finding title={words.rejected} fine words={words.noRejected} />;
  return (
    <Finding title={words.rejected} fine={false} words={words.rejectedText(formatInteger(files))}>
      <Examples
        heads={[words.file, words.reason]}
        rows={examples.map(({ path, reason }) => [path, reason])}
        all={files}
      />
    </Finding>
  );
}

function Leaks({ leaks }: Pick<ImportFindings, 'leaks'>) {
  const words = text.findings;
  if (leaks.pairs === 0) return <Finding title={words.leaks} fine words={words.noLeaks} />;
  return (
    <Finding title={words.leaks} fine={false} words={words.leaksText(formatInteger(leaks.pairs))}>
      <Examples
        heads={[words.leakTrain, words.leakTest]}
        rows={leaks.examples.map(({ train, test }) => [train, test])}
        all={leaks.pairs}
      />
    </Finding>
  );
}

function Duplicates({ duplicates, known }: Pick<ImportFindings, 'duplicates' | 'known'>) {
  const words = text.findings;
  const again = known === 0 ? '' : ` ${words.known(formatInteger(known))}`;
  if (duplicates.files === 0) {
    return <Finding title={words.duplicates} fine words={`${words.noDuplicates}${again}`} />;
  }
  return (
    <Finding
      title={words.duplicates}
      fine={false}
      words={`${words.duplicatesText(formatInteger(duplicates.files))}${again}`}
    >
      <Examples
        heads={[words.file, words.duplicates]}
        rows={duplicates.groups.map(([first = '', ...others]) => [first, others.join(', ')])}
        all={duplicates.groups.length}
      />
    </Finding>
  );
}

interface ExamplesProps {
  heads: [string, string];
  rows: readonly (readonly [string, string] | string[])[];
  /** How many there are in all. */
  all: number;
}

function Examples({ heads, rows, all }: ExamplesProps) {
  return (
    <details>
      <summary>{text.compare.examples}</summary>
      <div
        className="table-panel table-holder short"
        tabIndex={0}
        role="region"
        aria-label={heads[0]}
      >
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{heads[0]}</th>
              <th scope="col">{heads[1]}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([first = '', second = '']) => (
              <tr key={`${first} ${second}`}>
                <th scope="row" className="path-cell">
                  {first}
                </th>
                <td className="path-cell">{second}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all > rows.length && <p className="note">{text.findings.cut}</p>}
    </details>
  );
}

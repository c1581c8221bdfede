/** Why this file exists: what was run on what, so that a figure can be traced and repeated. */
import type { Report } from '../../../../shared/report.ts';
import { formatInteger, formatTime } from '../../components/format.ts';
import { strings } from '../../strings/index.ts';

const text = strings.report;

export function RunDetails({ report }: { report: Report }) {
  const { runFields: fields } = text;
  const rows: [string, string][] = [
    [fields.dataset, report.dataset.root],
    [fields.fingerprint, report.dataset.fingerprint],
    [fields.model, report.model.path],
    [fields.modelId, report.model.id],
    [fields.recipe, report.model.recipe],
    [fields.device, report.device],
    [fields.inputSize, strings.image.size(report.inputSize, report.inputSize)],
    [fields.time, `${formatInteger(report.timing.msPerImage)} ms`],
    [fields.memory, `${formatInteger(report.timing.peakMemoryMb)} MB`],
    [fields.made, formatTime(report.createdAt)],
  ];
  return (
    <details className="panel">
      <summary>
        <h2>{text.run}</h2>
        {report.warnings.length + report.rejected.length > 0 && (
          <span className="note">
            {strings.state.warnings(report.warnings.length + report.rejected.length)}
          </span>
        )}
      </summary>
      <dl className="run-fields">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Notes title={text.warnings} items={report.warnings} />
      <Notes
        title={text.rejected}
        items={report.rejected.map(({ path, reason }) => `${path}: ${reason}`)}
      />
    </details>
  );
}

function Notes({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}

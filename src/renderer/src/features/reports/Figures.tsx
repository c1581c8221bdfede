/** Why this file exists: the five figures by which a model is judged, and where its threshold is from. */
import type { Report } from '../../../../shared/report.ts';
import { formatPercent, formatRaw } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { strings } from '../../strings/index.ts';

const text = strings.report;

export function Figures({ report }: { report: Report }) {
  const f1Hint = text.maxF1Hint(formatPercent(report.precision), formatPercent(report.recall));
  return (
    <dl className="figures">
      <Figure name={text.imageAuroc} value={report.imageAuroc} hint={text.imageAurocHint} />
      <Figure name={text.pixelAuroc} value={report.pixelAuroc} hint={text.pixelAurocHint} />
      <Figure name={text.auPro} value={report.auPro} hint={text.auProHint} />
      <Figure name={text.maxF1} value={report.maxF1} hint={f1Hint} />
      <div className="figure figure-threshold">
        <dt>{text.threshold}</dt>
        <dd className={report.threshold === null ? 'figure-none' : 'figure-value'}>
          {formatRaw(report.threshold)}
        </dd>
        {report.threshold === null ? (
          <dd className="figure-hint">{strings.undefinedWhy}</dd>
        ) : (
          <dd
            className={`source source-${report.thresholdSource}`}
            title={text.sourceWhy[report.thresholdSource]}
          >
            {report.thresholdSource === 'test' && <Icon name="warning" />}
            {text.source[report.thresholdSource]}
          </dd>
        )}
      </div>
    </dl>
  );
}

function Figure({ name, value, hint }: { name: string; value: number | null; hint: string }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className={value === null ? 'figure-none' : 'figure-value'}>{formatPercent(value)}</dd>
      <dd className="figure-hint">{value === null ? strings.undefinedWhy : hint}</dd>
    </div>
  );
}

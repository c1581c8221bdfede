/** Why this file exists: the figures by defect type and by patch size. */
import type { Report } from '../../../../shared/report.ts';
import { THETAS } from '../../../../shared/scales.ts';
import { formatPercent } from '../../components/format.ts';
import { ALL_LABELS, type GalleryView } from '../../state/route.ts';
import { strings } from '../../strings/index.ts';

const text = strings.report;

interface DefectTableProps {
  report: Report;
  view: GalleryView;
  setView: (change: Partial<GalleryView>) => void;
}

export function DefectTable({ report, view, setView }: DefectTableProps) {
  if (report.perDefect.length === 0) return null;
  return (
    <section className="panel table-panel">
      <h2>{text.perDefect}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.defect}</th>
            <th scope="col" className="number">
              {text.caught}
            </th>
            <th scope="col" className="number">
              {text.imageAuroc}
            </th>
            <th scope="col" className="number">
              {text.pixelAuroc}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.perDefect.map(({ label, images, imageAuroc, pixelAuroc, caught }) => (
            <tr key={label} data-selected={view.label === label}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-label={text.showOnly(label)}
                  aria-pressed={view.label === label}
                  onClick={() =>
                    setView({ label: view.label === label ? ALL_LABELS : label, verdict: 'all' })
                  }
                >
                  {label}
                </button>
              </th>
              <td className="number" data-short={caught < images}>
                {caught} / {images}
              </td>
              <td className="number">{formatPercent(imageAuroc)}</td>
              <td className="number">{formatPercent(pixelAuroc)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Nothing for a method without the paper's patch sizes. */
export function ScaleTable({ report }: { report: Report }) {
  const { perScale } = report;
  if (!perScale) return null;
  return (
    <section className="panel">
      <h2>{text.perScale}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.scale}</th>
            <th scope="col" className="number">
              {text.imageAuroc}
            </th>
            <th scope="col" className="number">
              {text.pixelAuroc}
            </th>
          </tr>
        </thead>
        <tbody>
          {THETAS.map((theta) => (
            <tr key={theta}>
              <th scope="row">{text.scaleName(theta)}</th>
              <td className="number">{formatPercent(perScale[theta].imageAuroc)}</td>
              <td className="number">{formatPercent(perScale[theta].pixelAuroc)}</td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{text.scaleSum}</th>
            <td className="number">{formatPercent(report.imageAuroc)}</td>
            <td className="number">{formatPercent(report.pixelAuroc)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

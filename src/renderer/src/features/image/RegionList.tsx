/** Why this file exists: the defects found in an image as a list, which also works without seeing it. */
import type { DetectedRegion } from '../../../../shared/metrics/components.ts';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { strings } from '../../strings/index.ts';

const text = strings.image;

/** A noisy map at a low level has hundreds; the highest peaks are what one looks for. */
const MOST = 40;

interface RegionListProps {
  /** Highest peak first. */
  regions: readonly DetectedRegion[];
  /** False while they are being looked for. */
  known: boolean;
  /** The image's verdict is NG. */
  ng: boolean;
  /** Source pixels for one map pixel. */
  areaScale: number;
  selected: number | null;
  onSelect: (at: number) => void;
}

export function RegionList({ regions, known, ng, areaScale, selected, onSelect }: RegionListProps) {
  return (
    <section className="panel">
      <h2>{text.regions}</h2>
      {known && regions.length === 0 && (
        <p className="note">{ng ? text.regionsNoneNg : text.regionsNone}</p>
      )}
      {regions.length > 0 && (
        <>
          <div className="region-head" aria-hidden="true">
            <span>#</span>
            <span>{text.areaHeading}</span>
            <span>{text.peak}</span>
          </div>
          <ol className="regions">
            {regions.slice(0, MOST).map((region, at) => {
              const area = text.area(formatInteger(region.area * areaScale));
              const peak = formatRaw(region.peak.score);
              return (
                <li key={`${region.box.x},${region.box.y}`}>
                  <button type="button" aria-pressed={selected === at} onClick={() => onSelect(at)}>
                    <span>
                      <span className="visually-hidden">{text.region} </span>
                      {at + 1}
                    </span>
                    <span>{area}</span>
                    <span>
                      <span className="visually-hidden">{text.peak} </span>
                      {peak}
                    </span>
                  </button>
                </li>
              );
            })}
          </ol>
          {regions.length > MOST && (
            <p className="note">{text.regionsMore(regions.length - MOST)}</p>
          )}
        </>
      )}
    </section>
  );
}

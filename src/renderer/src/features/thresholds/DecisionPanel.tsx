/**
 * Why this file exists: what the thresholds do to these parts, in a factory's words, live; each cell
 * opens its images in the gallery.
 */
import type { Verdict } from '../../../../shared/entities/threshold.ts';
import type { PerThousand } from '../../../../shared/thresholds/what-if.ts';
import { formatInteger, formatNumber } from '../../components/format.ts';
import type { Live, Readable } from './live.ts';
import { LiveText } from './LiveText.tsx';
import { strings } from './strings.ts';

type Cell = keyof typeof strings.cells;

/** Row by row: defective, then good; OK, REVIEW, NG. `wrong` cells are what one wants at nought. */
const ROWS: readonly {
  label: 'defective' | 'good';
  cells: readonly { name: Cell; verdict: Verdict; wrong: boolean }[];
}[] = [
  {
    label: 'defective',
    cells: [
      { name: 'missed', verdict: 'ok', wrong: true },
      { name: 'defectReview', verdict: 'review', wrong: false },
      { name: 'caught', verdict: 'ng', wrong: false },
    ],
  },
  {
    label: 'good',
    cells: [
      { name: 'passed', verdict: 'ok', wrong: false },
      { name: 'goodReview', verdict: 'review', wrong: false },
      { name: 'falseAlarms', verdict: 'ng', wrong: true },
    ],
  },
];

interface DecisionPanelProps {
  live: Readable<Live>;
  /** What the set in force does. */
  inForce: Live;
  addressOf: (label: 'good' | 'defective', verdict: Verdict) => string;
  hasOwnValues: boolean;
}

export function DecisionPanel({ live, inForce, addressOf, hasOwnValues }: DecisionPanelProps) {
  return (
    <section className="panel decisions">
      <header className="panel-head">
        <h2>{strings.decisions}</h2>
      </header>
      <div className="decision-grid" role="group" aria-label={strings.decisionsHint}>
        {ROWS.map(({ label, cells }) =>
          cells.map(({ name, verdict, wrong }) => (
            <a
              key={name}
              className={`decision decision-${verdict}${wrong ? ' decision-wrong' : ''}`}
              href={addressOf(label, verdict)}
              data-cell={name}
            >
              <LiveText
                live={live}
                className="decision-count"
                text={({ what }) => formatInteger(what[label][verdict])}
              />
              <span className="decision-name">{strings.cells[name]}</span>
              <span className="decision-note">
                {strings.rows[label]}, {strings.zones[verdict]}
              </span>
            </a>
          )),
        )}
      </div>
      <dl className="rates-grid">
        <Rate
          name="overkill"
          of="overkillOf"
          live={live}
          inForce={inForce}
          value={({ what }) => rateOf(what.overkill)}
        />
        <Rate
          name="escape"
          of="escapeOf"
          live={live}
          inForce={inForce}
          value={({ what }) => rateOf(what.escape)}
        />
        <Rate
          name="review"
          of="reviewOf"
          live={live}
          inForce={inForce}
          value={({ what }) => rateOf(what.review)}
        />
        {inForce.cost !== null && (
          <Rate
            name="cost"
            of="costOf"
            live={live}
            inForce={inForce}
            value={({ cost }) => costText(cost)}
          />
        )}
      </dl>
      {hasOwnValues && <p className="note">{strings.ownValuesNote}</p>}
    </section>
  );
}

interface RateProps {
  name: 'overkill' | 'escape' | 'review' | 'cost';
  of: 'overkillOf' | 'escapeOf' | 'reviewOf' | 'costOf';
  live: Readable<Live>;
  inForce: Live;
  value: (live: Live) => string;
}

function Rate({ name, of, live, inForce, value }: RateProps) {
  return (
    <div>
      <dt>{strings[name]}</dt>
      <dd className="rate-value" data-rate={name}>
        <LiveText live={live} text={value} />
      </dd>
      <dd className="note">{strings[of]}</dd>
      <dd className="note">{strings.before(value(inForce))}</dd>
    </div>
  );
}

function rateOf(rate: PerThousand): string {
  const { perThousand } = rate;
  if (perThousand === null) return strings.notDefined;
  return formatNumber(perThousand, perThousand === 0 || perThousand >= 10 ? 0 : 1);
}

/** Costs have no unit of their own: they are counted in whatever the person typed. */
export function costText(cost: number | null): string {
  return cost === null ? strings.notDefined : formatNumber(cost, cost >= 100 ? 0 : 2, true);
}

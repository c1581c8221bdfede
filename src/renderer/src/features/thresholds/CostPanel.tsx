/** Why this file exists: what errors cost, and where on the axis of T2 they cost least. */
import { useMemo } from 'react';
import { costPoints, type Costs } from '../../../../shared/charts/curves.ts';
import type { Extent } from '../../../../shared/charts/scale.ts';
import type { LabelledScores } from '../../../../shared/thresholds/labelled-scores.ts';
import { NumberField, TextField } from '../../components/fields.tsx';
import { formatRaw } from '../../components/format.ts';
import { CurveChart } from './CurveChart.tsx';
import { costText } from './DecisionPanel.tsx';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

export const FIRST_COSTS: Costs = { missedDefect: 100, falseAlarm: 1, defectsPerThousand: null };

interface CostPanelProps {
  scores: LabelledScores;
  live: Readable<Live>;
  costs: Costs | null;
  onCosts: (costs: Costs) => void;
}

export function CostPanel({ scores, live, costs, onCosts }: CostPanelProps) {
  const shown = costs ?? FIRST_COSTS;
  const rate = shown.defectsPerThousand;
  return (
    <div className="costs">
      <div className="cost-fields">
        <NumberField
          label={strings.costMissed}
          value={shown.missedDefect}
          min={0.01}
          format={{ maximumFractionDigits: 2 }}
          onChange={(missedDefect) => onCosts({ ...shown, missedDefect })}
        />
        <NumberField
          label={strings.costAlarm}
          value={shown.falseAlarm}
          min={0.01}
          format={{ maximumFractionDigits: 2 }}
          onChange={(falseAlarm) => onCosts({ ...shown, falseAlarm })}
        />
        <TextField
          label={strings.defectRate}
          hint={strings.defectRateHint}
          value={rate === null ? '' : String(rate)}
          onChange={(text) => onCosts({ ...shown, defectsPerThousand: rateFrom(text) })}
        />
      </div>
      {costs !== null && <CostCurve scores={scores} costs={costs} live={live} />}
    </div>
  );
}

/** What was typed as parts per 1,000; null for nothing or nonsense. */
function rateFrom(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !(value > 0 && value < 1000) ? null : value;
}

function CostCurve({
  scores,
  costs,
  live,
}: {
  scores: LabelledScores;
  costs: Costs;
  live: Readable<Live>;
}) {
  const found = useMemo(() => {
    const points = costPoints(scores, costs);
    if (points === null || points.length < 2) return null;
    const cheapest = points.reduce((best, point) => (point.y < best.y ? point : best));
    const most = Math.max(...points.map(({ y }) => y));
    const extents: [Extent, Extent] = [
      { low: points[0]?.x ?? 0, high: points.at(-1)?.x ?? 1 },
      { low: 0, high: most === 0 ? 1 : most },
    ];
    return { points, cheapest, extents };
  }, [scores, costs]);
  if (found === null) return <p className="note">{strings.noCurve}</p>;
  const { points, cheapest, extents } = found;
  return (
    <>
      <CurveChart
        title={strings.axis.cost}
        points={points}
        live={live}
        x={strings.axis.score}
        y=""
        extents={extents}
        at={placeOf}
        says={(x, y) => `T2 ${x}: ${y}`}
        format={formatRaw}
      />
      <p className="cheapest">{strings.cheapest(formatRaw(cheapest.x), costText(cheapest.y))}</p>
    </>
  );
}

function placeOf({ values, cost }: Live): { x: number; y: number } | null {
  return cost === null ? null : { x: values.t2, y: cost };
}

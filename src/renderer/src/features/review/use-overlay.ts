/** Why this file exists: what lies over the image: the coloured map, its contour and its regions. */
import { useMemo, useState } from 'react';
import type { DetectedRegion } from '../../../../shared/metrics/components.ts';
import type { MapLayer } from '../../../../shared/media.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { usePreferences } from '../../state/use-preferences.ts';
import type { Scoring } from '../gallery/use-scoring.ts';
import { rangeOf, useAnalysis, useHeatmap, type Heatmap } from '../image/use-overlays.ts';

export interface Overlay {
  heatmap: Heatmap | null;
  contour: Float32Array | null;
  /** Highest peak first, in map pixels; those below the smallest area are left out. */
  regions: readonly DetectedRegion[];
  /** False while the regions are looked for. */
  known: boolean;
  /** Map values shown as nothing and as full colour. */
  range: readonly [number, number];
  /** True when the scale is of this image alone. */
  stretched: boolean;
  /** Where the contour is drawn; null where nothing says. */
  level: number | null;
  /** True when `level` is not the one in force. */
  whatIf: boolean;
  selected: number | null;
  setLevel: (level: number | null) => void;
  setStretch: (stretch: boolean) => void;
  select: (at: number | null) => void;
}

const NO_RANGE: readonly [number, number] = [0, 1];

/** The overlay of `map`; thresholds are of the sum, so other layers have no contour. */
export function useOverlay(
  imageId: number,
  map: AnomalyMap | null,
  layer: MapLayer,
  scoring: Scoring | null,
): Overlay {
  const { colours } = usePreferences();
  const [stretch, setStretch] = useState(false);
  const [whatIf, setWhatIf] = useState<number | null>(null);
  const [selection, setSelection] = useState<{ imageId: number; at: number } | null>(null);
  const own = layer === 'sum';
  const stretched = stretch || !own;
  const fixed = scoring?.model.mapRange ?? NO_RANGE;
  const range = useMemo(
    () => (stretched && map !== null ? rangeOf(map) : fixed),
    [stretched, map, fixed],
  );
  const inForce = scoring?.thresholds.pixel ?? null;
  const level = own ? (whatIf ?? inForce) : null;
  const heatmap = useHeatmap(map, colours, range[0], range[1]);
  const analysis = useAnalysis(map, level);
  const smallest = scoring?.thresholds.minArea ?? 0;
  const regions = useMemo(
    () => analysis?.regions.filter(({ area }) => area >= smallest) ?? [],
    [analysis, smallest],
  );
  return {
    heatmap,
    contour: analysis?.contour ?? null,
    regions,
    known: analysis !== null,
    range,
    stretched,
    level,
    whatIf: whatIf !== null && whatIf !== inForce,
    selected: selection?.imageId === imageId ? selection.at : null,
    setLevel: setWhatIf,
    setStretch,
    select: (at) => setSelection(at === null ? null : { imageId, at }),
  };
}

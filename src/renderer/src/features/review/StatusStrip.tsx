/** Why this file exists: what is under the pointer, in the corner of the image: place, map value, colour. */
import { useMemo } from 'react';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { readPixel } from '../../canvas/read-pixel.ts';
import { readProbe } from '../../canvas/probe.ts';
import type { Point, Size } from '../../canvas/viewport.ts';
import { formatInteger, formatNumber, formatRaw } from '../../components/format.ts';
import { useValue, type ValueStore } from '../../state/value-store.ts';
import { text } from './strings.ts';

interface StatusStripProps {
  probe: ValueStore<Point | null>;
  size: Size;
  bitmap: ImageBitmap | null;
  map: AnomalyMap | null;
  /** The pixel threshold in force; null without one. */
  threshold: number | null;
}

export function StatusStrip({ probe, size, bitmap, map, threshold }: StatusStripProps) {
  const point = useValue(probe);
  const pixels = useMemo(() => (bitmap === null ? null : readPixel(bitmap)), [bitmap]);
  const reading = point === null ? null : readProbe(point, size, map);
  if (reading === null) return null;
  const { x, y, value } = reading;
  const scale = bitmap === null ? 1 : bitmap.width / size.width;
  const colour = pixels?.(Math.floor((x + 0.5) * scale), Math.floor((y + 0.5) * scale));
  return (
    <p className="status-strip" data-testid="probe">
      <span data-testid="probe-at">{text.probeAt(formatInteger(x), formatInteger(y))}</span>
      {value !== null && (
        <strong data-testid="probe-value" data-above={threshold !== null && value >= threshold}>
          {formatRaw(value)}
        </strong>
      )}
      {value !== null && threshold !== null && threshold > 0 && (
        <span>{text.probeTimes(formatNumber(value / threshold, 2))}</span>
      )}
      {colour !== undefined && (
        <span>{text.probeRgb(...(colour.map(String) as [string, string, string]))}</span>
      )}
    </p>
  );
}

/** Why this file exists: the raw map value under the pointer. */
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { readProbe } from '../../canvas/probe.ts';
import type { Point, Size } from '../../canvas/viewport.ts';
import { formatRaw } from '../../components/format.ts';
import { useValue, type ValueStore } from '../../state/value-store.ts';
import { strings } from '../../strings/index.ts';

const text = strings.image;

interface ProbePanelProps {
  probe: ValueStore<Point | null>;
  size: Size;
  map: AnomalyMap | null;
  /** Contour level to compare with. */
  level: number | null;
}

export function ProbePanel({ probe, size, map, level }: ProbePanelProps) {
  const point = useValue(probe);
  const reading = point === null ? null : readProbe(point, size, map);
  return (
    <section className="panel probe-panel" aria-label={text.probe} data-testid="probe">
      <h2>{text.probe}</h2>
      {reading === null ? (
        <p className="note">{text.probeNone}</p>
      ) : (
        <p className="probe-reading">
          <span data-testid="probe-at">{text.probeAt(reading.x, reading.y)}</span>
          {reading.value !== null && (
            <>
              <strong data-testid="probe-value">{formatRaw(reading.value)}</strong>
              {level !== null && (
                <span className="note">
                  {reading.value >= level ? text.probeInside : text.probeOutside}
                </span>
              )}
            </>
          )}
        </p>
      )}
    </section>
  );
}

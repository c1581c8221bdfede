/** Why this file exists: OK, REVIEW and NG as grounds behind the bars, moved without React. */
import { useLayoutEffect, useRef } from 'react';
import type { Axis } from '../../../../shared/charts/scale.ts';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ZonesProps {
  live: Readable<Live>;
  axis: Axis;
  top: number;
  bottom: number;
}

const ZONES = ['ok', 'review', 'ng'] as const;

export function Zones({ live, axis, top, bottom }: ZonesProps) {
  const group = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      const { t1, t2 } = live.get().values;
      const { low, high } = axis.extent;
      const inside = (value: number): number => axis.at(Math.min(high, Math.max(low, value)));
      const borders = [axis.at(low), inside(t1), inside(t2), axis.at(high)];
      ZONES.forEach((_, i) => {
        const start = borders[i] ?? 0;
        const width = Math.max(0, (borders[i + 1] ?? 0) - start);
        const rect = group.current?.children[i * 2];
        rect?.setAttribute('x', String(start));
        rect?.setAttribute('width', String(width));
        const text = group.current?.children[i * 2 + 1];
        text?.setAttribute('x', String(start + width / 2));
        text?.setAttribute('visibility', width > 48 ? 'visible' : 'hidden');
      });
    };
    place();
    return live.subscribe(place);
  }, [live, axis]);
  return (
    <g ref={group}>
      {ZONES.flatMap((zone) => [
        <rect
          key={zone}
          className={`zone zone-${zone}`}
          y={top}
          height={Math.max(0, bottom - top)}
        />,
        <text key={`${zone}-name`} className={`zone-name zone-name-${zone}`} y={top - 6}>
          {strings.zones[zone]}
        </text>,
      ])}
    </g>
  );
}

/** Why this file exists: one inspected part, large, with its heat and its regions as they were decided. */
import { useEffect, useRef, useState, type CSSProperties } from 'react';
import type { Inspection } from '../../../../shared/entities/inspection.ts';
import { fetchMedia, readMap } from '../../canvas/fetch-media.ts';
import { runMapJob } from '../../canvas/map-client.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { useClient } from '../../state/client-context.ts';
import { useQueryOf } from '../../state/queries.ts';
import { usePreferences } from '../../state/use-preferences.ts';

interface PartPictureProps {
  inspection: Inspection;
  /** The model's fixed colour scale; null where it is not known any more. */
  range: readonly [number, number] | null;
  heatmap: boolean;
}

export function PartPicture({ inspection, range, heatmap }: PartPictureProps) {
  const { imageId, modelId, regions } = inspection;
  const { media } = useClient();
  const detail = useQueryOf('images.get', { imageId, modelId });
  const [broken, setBroken] = useState(false);
  const size = detail.data?.image;
  if (detail.error !== null) return <ErrorLine error={detail.error} />;
  if (size === undefined) return null;
  return (
    <div
      className="part-picture"
      style={{ '--ratio': size.width / size.height } as CSSProperties}
      data-testid="part-picture"
    >
      {!broken && (
        <img
          src={media.image(imageId, 'image')}
          alt={inspection.name}
          onError={() => setBroken(true)}
        />
      )}
      {heatmap && range !== null && <Heat modelId={modelId} imageId={imageId} range={range} />}
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        aria-hidden="true"
        preserveAspectRatio="none"
      >
        {regions.map(({ box, peak }) => (
          <g key={`${peak.x} ${peak.y}`}>
            <rect className="region-under" {...box} />
            <rect className="region-over" {...box} />
          </g>
        ))}
      </svg>
    </div>
  );
}

interface HeatProps {
  modelId: number;
  imageId: number;
  range: readonly [number, number];
}

function Heat({ modelId, imageId, range: [low, high] }: HeatProps) {
  const { media } = useClient();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colours, opacity } = usePreferences();
  useEffect(() => {
    let current = true;
    const draw = async (): Promise<void> => {
      const map = await readMap(await fetchMedia(media.map(modelId, imageId, 'sum')));
      const { pixels } = await runMapJob('colourise', { map, colours, low, high });
      const node = canvas.current;
      const context = node?.getContext('2d');
      if (!current || node === null || context === null || context === undefined) return;
      node.width = map.width;
      node.height = map.height;
      context.putImageData(new ImageData(pixels, map.width, map.height), 0, 0);
    };
    // A map that is not kept any more leaves the part without heat; its regions are stored.
    draw().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [media, modelId, imageId, colours, low, high]);
  return <canvas ref={canvas} aria-hidden="true" style={{ opacity }} />;
}

/**
 * Why this file exists: one image with its regions at the values under edit. The map is fetched once;
 * after that a new threshold is a pass over it and a drawing, one tile for each frame.
 */
import { useEffect, useRef, useState } from 'react';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { MAP_HEIGHT_HEADER, MAP_WIDTH_HEADER } from '../../../../shared/media.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { Button } from '../../components/Button.tsx';
import { formatRaw } from '../../components/format.ts';
import { useClient } from '../../state/client-context.ts';
import { notifyError } from '../../state/actor.ts';
import { useMutationOf } from '../../state/queries.ts';
import { inTurn } from './in-turn.ts';
import type { Live, Readable } from './live.ts';
import { regionMask } from './region-mask.ts';
import { strings } from './strings.ts';

interface RegionTileProps {
  modelId: number;
  imageId: number;
  score: number;
  label: LabelValue;
  live: Readable<Live>;
  address: string;
}

/** Inside a region, and inside one that is too small; RGBA, little-endian words. */
const KEPT = 0xb0_0a_3a_e8;
const DROPPED = 0x80_90_90_90;

export function RegionTile({ modelId, imageId, score, label, live, address }: RegionTileProps) {
  const { media } = useClient();
  const [map, setMap] = useState<AnomalyMap | 'none' | null>(null);
  const [round, setRound] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  const ensure = useMutationOf('results.ensure');

  useEffect(() => {
    const stop = new AbortController();
    fetchMap(media.map(modelId, imageId, 'sum'), stop.signal).then(
      (found) => setMap(found ?? 'none'),
      () => {
        if (!stop.signal.aborted) setMap('none');
      },
    );
    return () => stop.abort();
  }, [media, modelId, imageId, round]);

  useEffect(() => {
    if (map === null || map === 'none') return undefined;
    let drawn = '';
    const draw = (): void => {
      const { pixel, minArea } = live.get().values;
      const key = `${pixel} ${minArea}`;
      if (key === drawn) return;
      drawn = key;
      const { pixels, kept, dropped } = regionMask(map, pixel, minArea);
      paint(canvas.current, map, pixels);
      if (words.current !== null) words.current.textContent = strings.regions(kept, dropped);
    };
    const turn = inTurn(draw);
    turn.ask();
    const stop = live.subscribe(turn.ask);
    return () => {
      stop();
      turn.cancel();
    };
  }, [map, live]);

  const make = (): void => {
    ensure.mutate(
      { modelId, imageId },
      { onSuccess: () => setRound(round + 1), onError: notifyError },
    );
  };

  return (
    <li className="region-tile">
      <a href={address} className="region-picture">
        <img src={media.image(imageId, 'thumb')} alt="" />
        <canvas ref={canvas} aria-hidden="true" />
        <span className="visually-hidden">{strings.openImage}</span>
        <span className="region-words">
          {strings.labels[label]} · {formatRaw(score)}
        </span>
      </a>
      {map === 'none' ? (
        <span className="region-none">
          {strings.noMap}
          <Button kind="quiet" busy={ensure.isPending} onClick={make}>
            {strings.makeMap}
          </Button>
        </span>
      ) : (
        <span className="note" ref={words} />
      )}
    </li>
  );
}

/** The map's values; null where it is not kept. */
async function fetchMap(url: string, signal: AbortSignal): Promise<AnomalyMap | null> {
  const response = await fetch(url, { signal });
  if (!response.ok) return null;
  const width = Number(response.headers.get(MAP_WIDTH_HEADER));
  const height = Number(response.headers.get(MAP_HEIGHT_HEADER));
  return { width, height, values: new Float32Array(await response.arrayBuffer()) };
}

function paint(canvas: HTMLCanvasElement | null, map: AnomalyMap, pixels: Uint8Array): void {
  const context = canvas?.getContext('2d');
  if (canvas === null || context === null || context === undefined) return;
  canvas.width = map.width;
  canvas.height = map.height;
  const image = new ImageData(map.width, map.height);
  const out = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) {
    if (pixels[i] !== 0) out[i] = pixels[i] === 1 ? KEPT : DROPPED;
  }
  context.putImageData(image, 0, 0);
}

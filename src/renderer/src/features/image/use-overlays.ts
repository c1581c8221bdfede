/** Why this file exists: what the map worker makes of a map, as React state: colours and regions. */
import { useEffect, useState } from 'react';
import type { ColourMapName } from '../../../../shared/colour/maps.ts';
import type { DetectedRegion } from '../../../../shared/metrics/components.ts';
import type { Report } from '../../../../shared/report.ts';
import { runMapJob } from '../../canvas/map-client.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import type { AssetCache, ViewAssets } from '../../canvas/view-assets.ts';
import { RequestError } from '../../transport/client.ts';

/** Assets of one image; `error` instead when it cannot be shown; neither while it is fetched. */
export interface LoadedAssets {
  assets: ViewAssets | null;
  error: RequestError | null;
  retry: () => void;
}

/** Loads image `index` and, once it is there, its neighbours in the gallery's order. */
export function useAssets(
  cache: AssetCache,
  report: Report,
  index: number,
  neighbours: readonly (number | undefined)[],
): LoadedAssets {
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ index: number } & Omit<LoadedAssets, 'retry'>>({
    index: -1,
    assets: null,
    error: null,
  });
  const ahead = neighbours.filter((place) => place !== undefined).join();
  useEffect(() => {
    let current = true;
    cache.load(report, index).then(
      (assets) => {
        if (!current) return;
        setHeld({ index, assets, error: null });
        for (const place of ahead.split(',').filter((text) => text !== '')) {
          // A neighbour that cannot be fetched says so when it is opened itself.
          cache.load(report, Number(place)).catch(() => undefined);
        }
      },
      (error: unknown) => {
        if (current) setHeld({ index, assets: null, error: asRequestError(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [cache, report, index, ahead, round]);
  const fresh = held.index === index;
  return {
    assets: fresh ? held.assets : null,
    error: fresh ? held.error : null,
    retry: () => setRound(round + 1),
  };
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const sentence = error instanceof Error ? error.message : String(error);
  return new RequestError({ code: 'internal', sentence, nextStep: 'Reload the page.' });
}

/** A coloured map, and how much of it the scale cannot show (shares 0..1). */
export interface Heatmap {
  canvas: HTMLCanvasElement;
  below: number;
  above: number;
}

/** Heatmaps of a map that is still about, by colours and scale: a neighbour's is made ahead. */
const heatmaps = new WeakMap<AnomalyMap, Map<string, Heatmap>>();
/** Of one map; a person who drags a scale leaves many behind. */
const MOST_HEATMAPS = 4;

/** Colours `map` in the worker, or takes what was coloured before. */
export async function makeHeatmap(
  map: AnomalyMap,
  colours: ColourMapName,
  low: number,
  high: number,
): Promise<Heatmap> {
  const known = heatmapNow(map, colours, low, high);
  if (known !== null) return known;
  const { pixels, below, above } = await runMapJob('colourise', { map, colours, low, high });
  const canvas = document.createElement('canvas');
  canvas.width = map.width;
  canvas.height = map.height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, map.width, map.height), 0, 0);
  const heatmap = { canvas, below, above };
  const kept = heatmaps.get(map) ?? new Map<string, Heatmap>();
  heatmaps.set(map, kept.set(heatmapKey(colours, low, high), heatmap));
  const [oldest] = kept.keys();
  if (kept.size > MOST_HEATMAPS && oldest !== undefined) kept.delete(oldest);
  return heatmap;
}

const heatmapKey = (colours: ColourMapName, low: number, high: number): string =>
  `${colours} ${low} ${high}`;

function heatmapNow(
  map: AnomalyMap,
  colours: ColourMapName,
  low: number,
  high: number,
): Heatmap | null {
  return heatmaps.get(map)?.get(heatmapKey(colours, low, high)) ?? null;
}

/** The heatmap of `map` on a scale; null until it is coloured, or without a map. */
export function useHeatmap(
  map: AnomalyMap | null,
  colours: ColourMapName,
  low: number,
  high: number,
): Heatmap | null {
  const [held, setHeld] = useState<{ map: AnomalyMap; heatmap: Heatmap } | null>(null);
  useEffect(() => {
    if (map === null) return undefined;
    let current = true;
    void makeHeatmap(map, colours, low, high).then((heatmap) => {
      if (current) setHeld({ map, heatmap });
    });
    return () => {
      current = false;
    };
  }, [map, colours, low, high]);
  if (map === null) return null;
  const now = heatmapNow(map, colours, low, high);
  // While another scale is coloured, the last one stays.
  return now ?? (held !== null && held.map === map ? held.heatmap : null);
}

export interface Analysis {
  /** Line segments in 0..1 of the image. */
  contour: Float32Array;
  /** In map pixels, highest peak first. */
  regions: readonly DetectedRegion[];
}

/** Contour and regions of `map` at `level`; null until they are known, or without either. */
export function useAnalysis(map: AnomalyMap | null, level: number | null): Analysis | null {
  const [held, setHeld] = useState<{ map: AnomalyMap; analysis: Analysis } | null>(null);
  useEffect(() => {
    if (map === null || level === null) return undefined;
    let current = true;
    void runMapJob('analyse', { map, level }).then((analysis) => {
      if (current) setHeld({ map, analysis });
    });
    return () => {
      current = false;
    };
  }, [map, level]);
  return level !== null && held !== null && held.map === map ? held.analysis : null;
}

/** Lowest and highest value of a map. */
export function rangeOf({ values }: AnomalyMap): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

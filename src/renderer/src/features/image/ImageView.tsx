/** Why this file exists: one image, large, with its heatmap, its numbers and its neighbours. */
import { useMemo, useState } from 'react';
import type { DetectedRegion } from '../../../../shared/metrics/components.ts';
import type { Report } from '../../../../shared/report.ts';
import { useActions } from '../../actions/use-actions.ts';
import { createCamera } from '../../canvas/camera.ts';
import { moveProbe } from '../../canvas/probe.ts';
import { regionAt, toSource } from '../../canvas/regions.ts';
import type { AssetCache } from '../../canvas/view-assets.ts';
import { Viewer } from '../../canvas/Viewer.tsx';
import type { Point, Size } from '../../canvas/viewport.ts';
import { ErrorNotice, LoadingNotice } from '../../components/Notice.tsx';
import { setPreferences, usePreferences } from '../../state/use-preferences.ts';
import { createValueStore } from '../../state/value-store.ts';
import { verdictOf } from '../reports/verdict.ts';
import { Filmstrip } from './Filmstrip.tsx';
import { imageActions } from './image-actions.ts';
import { ImageToolbar } from './ImageToolbar.tsx';
import { Legend } from './Legend.tsx';
import { OverlayPanel } from './OverlayPanel.tsx';
import { ProbePanel } from './ProbePanel.tsx';
import { RegionList } from './RegionList.tsx';
import { rangeOf, useAnalysis, useAssets, useHeatmap } from './use-overlays.ts';
import { VerdictPanel } from './VerdictPanel.tsx';

interface ImageViewProps {
  report: Report;
  index: number;
  /** The gallery's images in its order; stepping follows it. */
  shown: readonly number[];
  assets: AssetCache;
  onGo: (index: number) => void;
  onClose: () => void;
}

export function ImageView({ report, index, shown, assets: cache, onGo, onClose }: ImageViewProps) {
  const preferences = usePreferences();
  const [hidden, setHidden] = useState(false);
  const [stretch, setStretch] = useState(false);
  const [whatIf, setWhatIf] = useState<number | null>(null);
  const [probe] = useState(() => createValueStore<Point | null>(null));
  const [camera] = useState(createCamera);

  const image = report.images[index];
  const size = useMemo(
    () => ({ width: image?.width ?? 1, height: image?.height ?? 1 }),
    [image?.width, image?.height],
  );
  const { previous, next } = neighboursOf(shown, index);
  const { assets, error, retry } = useAssets(cache, report, index, [next, previous]);
  const map = assets?.map ?? null;
  const level = whatIf ?? report.pixelThreshold;
  const range = useMemo(
    () => (stretch && map !== null ? rangeOf(map) : report.mapRange),
    [stretch, map, report.mapRange],
  );
  const heatmap = useHeatmap(map, preferences.colours, range[0], range[1]);
  const analysis = useAnalysis(map, level);
  const selection = useSelection(index);

  const actions = imageActions({
    preferences,
    change: setPreferences,
    hasMap: (image?.map ?? null) !== null,
    hasMask: image?.hasMask === true,
    previous: previous === undefined ? undefined : () => onGo(previous),
    next: next === undefined ? undefined : () => onGo(next),
    close: onClose,
    camera,
    hide: setHidden,
    moveProbe: (step) => probe.set(moveProbe(probe.get(), step, size, map)),
  });
  useActions(Object.values(actions));

  const regions = analysis?.regions ?? [];
  const chosen = regions[selection.at ?? -1];
  const boxOf = (region: DetectedRegion): Point & Size => toSource(region.box, size, map ?? size);
  const pick = (point: Point): void => selection.set(regionAt(regions, point, size, map ?? size));
  if (image === undefined) return null;
  const visible = !hidden;
  return (
    <div className="image-view">
      <ImageToolbar
        actions={actions}
        image={image}
        place={shown.indexOf(index)}
        of={shown.length}
        zoom={camera.zoom}
        hidden={hidden}
      />
      <div className="image-stage">
        {assets !== null && (
          <Viewer
            bitmap={assets.image}
            image={size}
            heatmap={visible && preferences.heatmap ? (heatmap?.canvas ?? null) : null}
            opacity={preferences.opacity}
            smooth={preferences.smooth}
            contour={visible && preferences.contour ? (analysis?.contour ?? null) : null}
            maskOutline={visible && preferences.mask ? assets.maskOutline : null}
            boxes={visible && chosen !== undefined ? [{ ...boxOf(chosen), colour: '#ffd166' }] : []}
            probe={probe}
            onPick={pick}
            camera={camera}
          />
        )}
        {assets === null && error === null && <LoadingNotice />}
        {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      </div>
      {image.map !== null && (
        <Legend
          colours={preferences.colours}
          range={range}
          threshold={report.pixelThreshold}
          stretched={stretch}
          below={heatmap?.below ?? 0}
          above={heatmap?.above ?? 0}
        />
      )}
      <aside className="inspector" tabIndex={0} aria-label={image.path}>
        <VerdictPanel report={report} image={image} />
        <ProbePanel probe={probe} size={size} map={map} level={level} />
        <OverlayPanel
          preferences={preferences}
          hasMap={image.map !== null}
          hasMask={image.hasMask}
          stretch={stretch}
          onStretch={setStretch}
          level={level}
          range={report.mapRange}
          pixelThreshold={report.pixelThreshold}
          onLevel={setWhatIf}
        />
        <RegionList
          regions={regions}
          known={analysis !== null}
          ng={verdictOf(image.score, report.threshold) === 'ng'}
          areaScale={map === null ? 1 : (size.width * size.height) / (map.width * map.height)}
          selected={selection.at}
          onSelect={(at) => {
            selection.set(at);
            const region = regions[at];
            if (region !== undefined) camera.reveal(boxOf(region));
          }}
        />
      </aside>
      <Filmstrip report={report} shown={shown} index={index} onGo={onGo} />
    </div>
  );
}

function neighboursOf(
  shown: readonly number[],
  index: number,
): { previous: number | undefined; next: number | undefined } {
  const place = shown.indexOf(index);
  // An image outside the filter (an old address) leads back into it.
  if (place === -1) return { previous: undefined, next: shown[0] };
  return { previous: shown[place - 1], next: shown[place + 1] };
}

/** The selected region belongs to one image; another image begins without. */
function useSelection(index: number): { at: number | null; set(at: number | null): void } {
  const [selected, setSelected] = useState<{ index: number; at: number } | null>(null);
  return {
    at: selected?.index === index ? selected.at : null,
    set: (at) => setSelected(at === null ? null : { index, at }),
  };
}

/** Why this file exists: the image on its canvas, alone, beside itself or wiped, with legend and read-out. */
import type { ReactNode } from 'react';
import type { Camera } from '../../canvas/camera.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import type { MaskView } from '../../canvas/MaskLayer.tsx';
import { toSource } from '../../canvas/regions.ts';
import type { CanvasTool } from '../../canvas/tool.ts';
import { Viewer, type Box } from '../../canvas/Viewer.tsx';
import type { Point, Size } from '../../canvas/viewport.ts';
import { ErrorNotice, LoadingNotice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { usePreferences } from '../../state/use-preferences.ts';
import type { ValueStore } from '../../state/value-store.ts';
import type { Scoring } from '../gallery/use-scoring.ts';
import { Legend } from '../image/Legend.tsx';
import { nearestInput } from './NearestPanel.tsx';
import { SCALE_COLOURS } from './scale-colours.ts';
import { StatusStrip } from './StatusStrip.tsx';
import { text } from './strings.ts';
import type { Loaded } from './use-loaded.ts';
import type { Overlay } from './use-overlay.ts';
import { useImageTiles } from './use-picture.ts';
import { WipeHandle } from './WipeHandle.tsx';
import { useReviewPreferences } from './use-review-preferences.ts';

interface ReviewStageProps {
  imageId: number;
  size: Size;
  picture: Loaded<ImageBitmap>;
  missing: boolean;
  map: AnomalyMap | null;
  overlay: Overlay;
  scoring: Scoring | null;
  /** False while the overlays are hidden by a held key. */
  visible: boolean;
  mask: MaskView | null;
  maskVisible: boolean;
  tool: CanvasTool | null;
  /** Where the nearest good patches are looked up; null: nowhere. */
  place: Point | null;
  probe: ValueStore<Point | null>;
  camera: Camera;
  onPick: (point: Point) => void;
  children: ReactNode;
}

export function ReviewStage(props: ReviewStageProps) {
  const { imageId, size, picture, missing, map, overlay, scoring, visible } = props;
  const { mask, maskVisible, tool, place, probe, camera, onPick, children } = props;
  const preferences = usePreferences();
  const { brightness, contrast, comparison, wipe } = useReviewPreferences();
  const bitmap = picture.value;
  const tiles = useImageTiles(imageId, size, bitmap);
  const patches = usePatchBoxes(scoring?.modelId ?? null, imageId, place);
  const region = overlay.regions[overlay.selected ?? -1];
  const boxes: Box[] = [...patches];
  if (region !== undefined && map !== null) {
    boxes.push({ ...toSource(region.box, size, map), colour: '#ffffff', dash: [6, 4] });
  }
  const filter =
    brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`;
  const failed = picture.error !== null;
  const shown = visible && bitmap !== null;
  const common = { bitmap, image: size, tiles, filter, probe, camera, onPick };
  return (
    <>
      <div
        className="image-stage"
        data-comparison={comparison}
        data-image={imageId}
        data-ready={bitmap !== null && (map === null || overlay.heatmap !== null)}
      >
        {!failed && comparison === 'side' && (
          <div className="stage-half">
            <Viewer
              {...common}
              heatmap={null}
              opacity={0}
              smooth={preferences.smooth}
              contour={null}
              boxes={boxes}
              label={text.canvas}
            />
          </div>
        )}
        {!failed && (
          <div className="stage-half">
            <Viewer
              {...common}
              heatmap={shown && preferences.heatmap ? (overlay.heatmap?.canvas ?? null) : null}
              opacity={preferences.opacity}
              smooth={preferences.smooth}
              contour={shown && preferences.contour ? overlay.contour : null}
              mask={mask}
              maskVisible={shown && maskVisible}
              boxes={shown ? boxes : []}
              wipe={comparison === 'wipe' && visible ? wipe : null}
              tool={tool}
              label={text.canvas}
            />
            {comparison === 'wipe' && <WipeHandle at={wipe} />}
          </div>
        )}
        {picture.error !== null && (
          <ErrorNotice error={picture.error} onRetry={picture.retry}>
            {missing && <p>{text.missingFile}</p>}
          </ErrorNotice>
        )}
        {bitmap === null && !failed && <LoadingNotice />}
        <StatusStrip
          probe={probe}
          size={size}
          bitmap={bitmap}
          map={map}
          threshold={overlay.stretched && map === null ? null : overlay.level}
        />
        {children}
      </div>
      {map === null && scoring !== null && <div className="legend legend-empty" />}
      {map !== null && (
        <Legend
          colours={preferences.colours}
          range={overlay.range}
          threshold={overlay.level === null ? null : (scoring?.thresholds.pixel ?? null)}
          stretched={overlay.stretched}
          below={overlay.heatmap?.below ?? 0}
          above={overlay.heatmap?.above ?? 0}
        />
      )}
    </>
  );
}

/** The patches that were compared, each in its scale's colour. */
function usePatchBoxes(modelId: number | null, imageId: number, place: Point | null): Box[] {
  const { data } = useQueryOf('results.nearest', nearestInput(modelId, imageId, place));
  if (place === null) return [];
  return (data ?? []).map(({ theta, patch }) => ({ ...patch, colour: SCALE_COLOURS[theta] }));
}

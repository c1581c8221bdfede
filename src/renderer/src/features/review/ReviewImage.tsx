/** Why this file exists: one image, large, with all one needs to decide on it. */
import { useEffect, useMemo, useState } from 'react';
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import { useActions } from '../../actions/use-actions.ts';
import { createCamera } from '../../canvas/camera.ts';
import { moveProbe } from '../../canvas/probe.ts';
import { regionAt, toSource } from '../../canvas/regions.ts';
import type { Point, Size } from '../../canvas/viewport.ts';
import { useQueryOf } from '../../state/queries.ts';
import { setPreferences, usePreferences } from '../../state/use-preferences.ts';
import { createValueStore } from '../../state/value-store.ts';
import type { Scoring } from '../gallery/use-scoring.ts';
import { imageActions } from '../image/image-actions.ts';
import { DraftBanner } from './DraftBanner.tsx';
import type { ImageAssets } from './image-assets.ts';
import { Inspector } from './Inspector.tsx';
import { COMMENT_ID } from './LabelPanel.tsx';
import { maskActions } from './mask-actions.ts';
import { classActions, reviewActions } from './review-actions.ts';
import { ReviewStage } from './ReviewStage.tsx';
import { ReviewStrip } from './ReviewStrip.tsx';
import { ReviewToolbar } from './ReviewToolbar.tsx';
import { text } from './strings.ts';
import { ToolRail } from './ToolRail.tsx';
import { useMask } from './use-mask.ts';
import { goToUnreviewed } from './next-unreviewed.ts';
import { useOverlay } from './use-overlay.ts';
import { useAhead, useMap, usePicture } from './use-picture.ts';
import { useReviewLabels } from './use-review-labels.ts';
import { useToolChoice, useTools, type ToolName } from './use-tools.ts';
import { setReviewPreferences, useReviewPreferences } from './use-review-preferences.ts';

interface ReviewImageProps {
  productId: number;
  imageId: number;
  /** Null while it is fetched. */
  detail: ImageDetail | null;
  scoring: Scoring | null;
  queue: readonly number[];
  nextUnreviewed: (image: number) => Promise<number | null>;
  assets: ImageAssets;
  onGo: (imageId: number) => void;
  onClose: () => void;
}

export function ReviewImage(props: ReviewImageProps) {
  const { productId, imageId, detail, scoring, queue, assets, onGo, onClose } = props;
  const preferences = usePreferences();
  const review = useReviewPreferences();
  const [hidden, setHidden] = useState(false);
  const [toolName, setToolName] = useState<ToolName>('select');
  const [place, setPlace] = useState<{ imageId: number; point: Point } | null>(null);
  const [probe] = useState(() => createValueStore<Point | null>(null));
  const [camera] = useState(createCamera);
  const { data: classes = [] } = useQueryOf('classes.list', { productId });
  const usable = useMemo(() => classes.filter(({ archivedAt }) => archivedAt === null), [classes]);

  const size = useSize(detail);
  const at = queue.indexOf(imageId);
  const previous = queue[at - 1];
  const next = queue[at + 1];
  const modelId = scoring?.modelId ?? null;
  const blinded = review.blind && detail?.label?.origin !== 'person';

  const picture = usePicture(assets, imageId);
  const hasMap = (detail?.result?.map ?? null) !== null;
  const loadedMap = useMap(assets, hasMap ? modelId : null, imageId, review.layer);
  const map = blinded ? null : loadedMap.value;
  const overlay = useOverlay(imageId, map, review.layer, scoring);
  useAhead(
    assets,
    picture.done && loadedMap.done,
    [next, queue[at + 2], previous].filter((id) => id !== undefined),
    modelId,
    review.layer,
    scoring?.model.mapRange ?? null,
  );
  const session = useMask(detail, toolName !== 'select' || review.panel === 'mask');
  const chooseTool = useToolChoice(setToolName);
  const tools = useTools(toolName, chooseTool, session, camera);
  const labels = useReviewLabels({ detail, next, onGo });
  const goOn = goToUnreviewed(imageId, props.nextUnreviewed, onGo);

  const close = (): void => {
    if (tools.cancel()) return;
    if (toolName === 'select') onClose();
    else setToolName('select');
  };
  const general = imageActions({
    preferences,
    change: setPreferences,
    hasMap: map !== null,
    hasMask: session !== null,
    previous: previous === undefined ? undefined : () => onGo(previous),
    next: next === undefined ? undefined : () => onGo(next),
    close,
    camera,
    hide: setHidden,
    moveProbe: (step) => probe.set(moveProbe(probe.get(), step, size, map)),
  });
  const commands = {
    preferences: review,
    // Also while another layer is on its way: a press must not be lost.
    hasMap: hasMap && !blinded,
    nextUnreviewed: goOn,
    label: labels.label,
    classes: usable,
    undoLabel: labels.undo,
    comment: () => document.getElementById(COMMENT_ID)?.focus(),
  };
  const actions = {
    ...general,
    close: { ...general.close, label: text.back },
    mask: { ...general.mask, label: text.panels.mask },
    ...reviewActions(commands),
  };
  const mask = maskActions(tools, session);
  useActions([...Object.values(mask), ...Object.values(actions), ...classActions(commands)]);

  // Painting on a mask that cannot be seen would surprise.
  const shownMask = preferences.mask || toolName !== 'select';
  const pick = (point: Point): void => {
    setPlace({ imageId, point });
    if (map !== null) overlay.select(regionAt(overlay.regions, point, size, map));
  };
  const looking = review.panel === 'nearest' && !blinded;
  const shownPlace = looking && place?.imageId === imageId ? place.point : null;
  useEffect(() => {
    if (toolName !== 'select') setReviewPreferences({ panel: 'mask' });
  }, [toolName]);

  return (
    <div className="review">
      <ReviewToolbar
        actions={actions}
        path={detail?.image.path ?? ''}
        place={at}
        of={queue.length}
        zoom={camera.zoom}
        hidden={hidden}
      />
      <ToolRail actions={mask} session={session} />
      <ReviewStage
        imageId={imageId}
        size={size}
        picture={picture}
        missing={(detail?.image.missingSince ?? null) !== null}
        map={map}
        overlay={overlay}
        scoring={scoring}
        visible={!hidden}
        mask={session}
        maskVisible={shownMask}
        tool={tools.tool}
        place={shownPlace}
        probe={probe}
        camera={camera}
        onPick={pick}
      >
        {session !== null && <DraftBanner session={session} />}
      </ReviewStage>
      <Inspector
        productId={productId}
        detail={detail}
        scoring={scoring}
        classes={usable}
        allClasses={classes}
        blinded={blinded}
        actions={actions}
        labels={labels}
        size={size}
        bitmap={picture.value}
        map={map}
        overlay={overlay}
        place={shownPlace}
        session={session}
        onMapMade={() => {
          assets.forgetMaps(imageId);
          loadedMap.retry();
        }}
        onRegion={(region) => {
          const found = overlay.regions[region];
          overlay.select(region);
          if (found !== undefined && map !== null) {
            camera.reveal(toSource(found.box, size, map));
          }
        }}
      />
      <ReviewStrip
        productId={productId}
        scoring={scoring}
        queue={queue}
        imageId={imageId}
        blind={review.blind}
        onGo={onGo}
      />
    </div>
  );
}

/** The image's size; that of the one before while it is not known, so that the canvas stays as it is. */
function useSize(detail: ImageDetail | null): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  const image = detail?.image;
  if (image !== undefined && (image.width !== size.width || image.height !== size.height)) {
    setSize({ width: image.width, height: image.height });
  }
  return size;
}

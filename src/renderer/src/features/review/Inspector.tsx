/** Why this file exists: beside the image: the verdict, one's own label, and four panels of the rest. */
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import { verdictOf } from '../../../../shared/entities/threshold.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import type { Point, Size } from '../../canvas/viewport.ts';
import { LoadingNotice } from '../../components/Notice.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { notifyError } from '../../state/actor.ts';
import { useMutationOf } from '../../state/queries.ts';
import type { Scoring } from '../gallery/use-scoring.ts';
import { Check } from '../image/OverlayPanel.tsx';
import { RegionList } from '../image/RegionList.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { LabelPanel } from './LabelPanel.tsx';
import { MaskPanel } from './MaskPanel.tsx';
import { NearestPanel } from './NearestPanel.tsx';
import type { ReviewActions } from './review-actions.ts';
import { text } from './strings.ts';
import type { Overlay } from './use-overlay.ts';
import type { useReviewLabels } from './use-review-labels.ts';
import { VerdictHead } from './VerdictHead.tsx';
import { ViewPanel } from './ViewPanel.tsx';
import { setReviewPreferences, useReviewPreferences } from './use-review-preferences.ts';

interface InspectorProps {
  productId: number;
  detail: ImageDetail | null;
  scoring: Scoring | null;
  classes: readonly DefectClass[];
  allClasses: readonly DefectClass[];
  /** Predictions wait for the label. */
  blinded: boolean;
  actions: ReviewActions;
  labels: ReturnType<typeof useReviewLabels>;
  size: Size;
  bitmap: ImageBitmap | null;
  map: AnomalyMap | null;
  overlay: Overlay;
  place: Point | null;
  session: MaskSession | null;
  onMapMade: () => void;
  onRegion: (at: number) => void;
}

export function Inspector(props: InspectorProps) {
  const { productId, detail, scoring, classes, blinded, actions, labels } = props;
  const review = useReviewPreferences();
  const ensure = useMutationOf('results.ensure');
  if (detail === null) {
    return (
      <aside className="inspector" aria-label={text.side}>
        <LoadingNotice />
      </aside>
    );
  }
  const imageId = detail.image.id;
  const run = (): void => {
    if (scoring === null) return;
    const input = { modelId: scoring.modelId, imageId };
    ensure.mutate(input, { onSuccess: props.onMapMade, onError: notifyError });
  };
  return (
    <aside className="inspector" aria-label={text.side} tabIndex={0}>
      <section className="panel verdict-panel" aria-label={text.verdict} aria-live="polite">
        <VerdictHead
          detail={detail}
          scoring={scoring}
          hidden={blinded}
          running={ensure.isPending}
          onRun={run}
        />
      </section>
      <LabelPanel
        productId={productId}
        actions={actions}
        label={detail.label}
        classes={classes}
        last={labels.last}
        onLabel={labels.label}
        onComment={labels.comment}
      />
      <div className="review-options">
        <Check
          label={text.advance}
          checked={review.advance}
          onChange={(advance) => setReviewPreferences({ advance })}
        />
        <Check
          label={text.blind}
          checked={review.blind}
          onChange={(blind) => setReviewPreferences({ blind })}
        />
      </div>
      <Tabs
        label={text.panelList}
        value={review.panel}
        onChange={(panel) => setReviewPreferences({ panel })}
        parts={[
          {
            id: 'heatmap',
            label: text.panels.heatmap,
            content: (
              <HeatmapTab {...props} detail={detail} making={ensure.isPending} onRun={run} />
            ),
          },
          {
            id: 'nearest',
            label: text.panels.nearest,
            content: (
              <NearestPanel
                modelId={blinded ? null : (scoring?.modelId ?? null)}
                imageId={imageId}
                size={props.size}
                bitmap={props.bitmap}
                place={props.place}
              />
            ),
          },
          { id: 'mask', label: text.panels.mask, content: <MaskTab {...props} detail={detail} /> },
          {
            id: 'history',
            label: text.panels.history,
            content: <HistoryPanel detail={detail} classes={props.allClasses} />,
          },
        ]}
      />
    </aside>
  );
}

type TabProps = InspectorProps & { detail: ImageDetail };

function HeatmapTab(props: TabProps & { making: boolean; onRun: () => void }) {
  const { detail, scoring, blinded, size, map, overlay, making, onRun, onRegion } = props;
  const score = detail.result?.score;
  const ng = score !== undefined && scoring !== null && verdictOf(score, scoring.band) === 'ng';
  return (
    <>
      <ViewPanel
        overlay={overlay}
        hasMap={map !== null}
        canMakeMap={detail.result !== null && !blinded && scoring !== null}
        makingMap={making}
        pixelThreshold={scoring?.thresholds.pixel ?? null}
        range={scoring?.model.mapRange ?? [0, 1]}
        onMakeMap={onRun}
      />
      {map !== null && overlay.level !== null && (
        <RegionList
          regions={overlay.regions}
          known={overlay.known}
          ng={ng}
          areaScale={(size.width * size.height) / (map.width * map.height)}
          selected={overlay.selected}
          onSelect={onRegion}
        />
      )}
    </>
  );
}

function MaskTab({ detail, scoring, session, map, overlay }: TabProps) {
  const { layer } = useReviewPreferences();
  return (
    <MaskPanel
      session={session}
      path={detail.image.path}
      map={layer === 'sum' ? map : null}
      level={overlay.level}
      minArea={scoring?.thresholds.minArea ?? 1}
      region={overlay.regions[overlay.selected ?? -1]?.box ?? null}
    />
  );
}

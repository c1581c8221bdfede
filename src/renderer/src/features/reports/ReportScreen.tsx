/**
 * Why this file exists: one report: its figures, what its threshold does, and its images; or, when
 * an image is open, that image. What is shown comes from the address alone.
 */
import { useMemo, useState } from 'react';
import type { Report } from '../../../../shared/report.ts';
import type { Action } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { createAssetCache } from '../../canvas/view-assets.ts';
import { useClient } from '../../state/client-context.ts';
import { ALL_LABELS, type GalleryView } from '../../state/route.ts';
import { goTo } from '../../state/use-route.ts';
import { strings } from '../../strings/index.ts';
import { ImageView } from '../image/ImageView.tsx';
import { ConfusionGrid } from './ConfusionGrid.tsx';
import { Distribution } from './Distribution.tsx';
import { Figures } from './Figures.tsx';
import { Gallery } from './Gallery.tsx';
import { GalleryBar } from './GalleryBar.tsx';
import { DefectTable, ScaleTable } from './MetricTables.tsx';
import { RunDetails } from './RunDetails.tsx';
import { selectImages } from './verdict.ts';

interface ReportScreenProps {
  report: Report;
  image: number | null;
  view: GalleryView;
}

export function ReportScreen({ report, image, view }: ReportScreenProps) {
  const client = useClient();
  const [assets] = useState(() => createAssetCache(client));
  const shown = useMemo(() => selectImages(report, view), [report, view]);
  const viewKey = JSON.stringify(view);
  const last = useLastImage(image, viewKey);
  const { id } = report;

  const setView = (change: Partial<GalleryView>): void =>
    goTo({ screen: 'report', id, image: null, view: { ...view, ...change } });

  if (image !== null && report.images[image] !== undefined) {
    return (
      <ImageView
        report={report}
        index={image}
        shown={shown}
        assets={assets}
        onGo={(next) => goTo({ screen: 'report', id, image: next, view }, 'replace')}
        onClose={() => goTo({ screen: 'report', id, image: null, view })}
      />
    );
  }
  return (
    <div className="report">
      <GalleryActions view={view} setView={setView} />
      <h1 className="visually-hidden">{report.dataset.name}</h1>
      <Figures report={report} />
      <div className="report-body">
        <div className="analysis" tabIndex={0} role="region" aria-label={strings.report.figures}>
          <Distribution report={report} />
          <ConfusionGrid report={report} view={view} setView={setView} />
          <DefectTable report={report} view={view} setView={setView} />
          <ScaleTable report={report} />
          <RunDetails report={report} />
        </div>
        <section className="gallery" aria-label={strings.gallery.label}>
          <GalleryBar report={report} view={view} setView={setView} shown={shown.length} />
          <Gallery
            key={viewKey}
            report={report}
            shown={shown}
            start={last}
            onOpen={(index) => goTo({ screen: 'report', id, image: index, view })}
          />
        </section>
      </div>
    </div>
  );
}

/**
 * The image last looked at under this order and filter, so that the gallery comes back to it, by
 * the button and by Back alike; null once the view has changed.
 */
function useLastImage(image: number | null, viewKey: string): number | null {
  const [last, setLast] = useState({ image, viewKey });
  const stale = last.viewKey !== viewKey;
  // Adjusted while rendering: an effect would show the gallery at its top first.
  if (stale || (image !== null && last.image !== image)) setLast({ image, viewKey });
  return stale ? image : last.image;
}

interface GalleryActionsProps {
  view: GalleryView;
  setView: (change: Partial<GalleryView>) => void;
}

/** The gallery's keys are in force only while it is on screen. */
function GalleryActions({ view, setView }: GalleryActionsProps) {
  const filtered = view.label !== ALL_LABELS || view.verdict !== 'all';
  const actions: Action[] = [
    {
      id: 'clear-filters',
      label: strings.actions.clearFilters,
      group: 'gallery',
      keys: ['Escape'],
      enabled: filtered,
      perform: () => setView({ label: ALL_LABELS, verdict: 'all' }),
    },
  ];
  useActions(actions);
  return null;
}

/** Why this file exists: pixel threshold and smallest region, with what they give on chosen images. */
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { ModelSummary, ResultColumns } from '../../../../shared/contract/models.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type { Thresholds } from '../../../../shared/entities/threshold.ts';
import { NumberField } from '../../components/fields.tsx';
import { Select } from '../../components/Select.tsx';
import { useValue } from '../../state/value-store.ts';
import type { Live, Readable } from './live.ts';
import { previewPlaces, type PreviewKind } from './region-mask.ts';
import { RegionTile } from './RegionTile.tsx';
import { strings } from './strings.ts';

const KINDS: readonly PreviewKind[] = ['near', 'missed', 'alarms', 'highest'];
const TILES = 6;

interface RegionsPanelProps {
  summary: ModelSummary;
  columns: ResultColumns;
  splits: readonly ImageSplit[];
  live: Readable<Live>;
  settled: Readable<Live>;
  onChange: (change: Partial<Pick<Thresholds, 'pixel' | 'minArea'>>) => void;
  imageAddress: (imageId: number) => string;
}

export function RegionsPanel(props: RegionsPanelProps) {
  const { summary, columns, splits, live, settled, onChange, imageAddress } = props;
  const [kind, setKind] = useState<PreviewKind>('near');
  const pixel = useSyncExternalStore(live.subscribe, () => live.get().values.pixel);
  const minArea = useSyncExternalStore(live.subscribe, () => live.get().values.minArea);
  const { t2 } = useValue(settled).values;
  const places = useMemo(
    () => previewPlaces(columns, splits, kind, t2, TILES),
    [columns, splits, kind, t2],
  );
  const [low, high] = summary.mapRange;
  const step = (high - low) / 400;
  return (
    <div className="regions-panel">
      <div className="pixel-fields">
        <NumberField
          label={strings.pixel}
          hint={strings.pixelHint}
          value={pixel}
          step={step}
          format={{ maximumFractionDigits: 4 }}
          onChange={(value) => onChange({ pixel: value })}
        />
        <NumberField
          label={strings.minArea}
          hint={strings.minAreaPlain}
          value={minArea}
          min={0}
          step={1}
          format={{ maximumFractionDigits: 0 }}
          onChange={(value) => onChange({ minArea: Math.round(value) })}
        />
      </div>
      <input
        type="range"
        className="pixel-slider"
        aria-label={strings.pixel}
        min={low}
        max={high}
        step={step}
        value={Math.min(high, Math.max(low, pixel))}
        onChange={(event) => onChange({ pixel: Number(event.target.value) })}
      />
      <Select
        label={strings.preview}
        value={kind}
        choices={KINDS.map((value) => ({ value, label: strings.previewKinds[value] }))}
        onChange={setKind}
      />
      {places.length === 0 && <p className="note">{strings.previewNone}</p>}
      <ul className="region-tiles">
        {places.map((place) => {
          const imageId = columns.imageIds[place] ?? 0;
          return (
            <RegionTile
              key={imageId}
              modelId={summary.model.id}
              imageId={imageId}
              score={columns.scores[place] ?? 0}
              label={columns.labels[place] ?? 'none'}
              live={live}
              address={imageAddress(imageId)}
            />
          );
        })}
      </ul>
    </div>
  );
}

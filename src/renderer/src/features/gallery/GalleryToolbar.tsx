/** Why this file exists: above the gallery: how many images, whose scores, in what order, how large. */
import type { GallerySort } from '../../../../shared/entities/gallery.ts';
import { IconButton } from '../../components/Button.tsx';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { strings } from '../../strings/index.ts';
import { text } from './strings.ts';
import type { ScoringState } from './use-scoring.ts';
import { SORTS, startsHigh, type GalleryView } from './view.ts';

export const TILE_SIZES = [7, 9, 12, 17] as const;

interface GalleryToolbarProps {
  view: GalleryView;
  scoring: ScoringState;
  /** Images shown and in the product; null while they are counted. */
  shown: number | null;
  all: number | null;
  tileSize: number;
  onView: (change: Partial<GalleryView>) => void;
  onTileSize: (size: number) => void;
}

export function GalleryToolbar(props: GalleryToolbarProps) {
  const { view, scoring, shown, all, tileSize, onView, onTileSize } = props;
  const hasModel = scoring.scoring !== null;
  const sorts = SORTS.map((value) => ({
    value,
    label: text.sorts[value],
    ...(needsModel(value) && !hasModel ? { note: text.needsModel } : {}),
  }));
  return (
    <div className="grid-bar">
      <div role="status">
        <h1>
          {shown === null || all === null
            ? text.counting
            : text.count(formatInteger(shown), formatInteger(all))}
        </h1>
      </div>
      {view.band !== null && hasModel && (
        <p className="flag">
          {text.bandTried(formatRaw(view.band.t1), formatRaw(view.band.t2))}
          <button type="button" className="link" onClick={() => onView({ band: null })}>
            {text.bandBack}
          </button>
        </p>
      )}
      <span className="bar-gap" />
      {scoring.models.length > 0 && <ModelSelect view={view} scoring={scoring} onView={onView} />}
      <Select
        label={text.sort}
        choices={sorts}
        value={needsModel(view.sort) && !hasModel ? 'path' : view.sort}
        onChange={(sort) => onView({ sort, descending: startsHigh(sort) })}
      />
      <IconButton
        icon={view.descending ? 'down' : 'up'}
        label={view.descending ? text.descending : text.ascending}
        onClick={() => onView({ descending: !view.descending })}
      />
      <label className="tile-size">
        <span className="visually-hidden">{text.tileSize}</span>
        <input
          type="range"
          min={0}
          max={TILE_SIZES.length - 1}
          value={Math.max(
            0,
            TILE_SIZES.findIndex((size) => size === tileSize),
          )}
          title={text.tileSize}
          onChange={({ target }) => onTileSize(TILE_SIZES[Number(target.value)] ?? 9)}
        />
      </label>
    </div>
  );
}

function needsModel(sort: GallerySort): boolean {
  return sort !== 'path' && sort !== 'date';
}

const NO_MODEL = 'none';

function ModelSelect({
  view,
  scoring,
  onView,
}: Pick<GalleryToolbarProps, 'view' | 'scoring' | 'onView'>) {
  const choices = [
    ...scoring.models.map(({ model }) => ({
      value: String(model.id),
      label: model.name,
      ...(model.state === 'production' ? { note: text.production } : {}),
    })),
    { value: NO_MODEL, label: text.noModel },
  ];
  const value = scoring.scoring === null ? NO_MODEL : String(scoring.scoring.modelId);
  return (
    <Select
      label={strings.header.model}
      choices={choices}
      value={value}
      onChange={(chosen) => {
        const model = chosen === NO_MODEL ? NO_MODEL : Number(chosen);
        // A band is of one model's scores.
        if (model !== view.model) onView({ model, band: null });
      }}
    />
  );
}

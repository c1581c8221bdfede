/** Why this file exists: all images of a product: found, sorted, chosen and labelled, thousands at once. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { useActions } from '../../actions/use-actions.ts';
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { reviewRoute } from '../review/route.ts';
import { Facets } from './Facets.tsx';
import { galleryActions } from './gallery-actions.ts';
import { GalleryToolbar, TILE_SIZES } from './GalleryToolbar.tsx';
import type { TilePress } from './GridTile.tsx';
import { ImageGrid } from './ImageGrid.tsx';
import type { GalleryState } from './route.ts';
import { SavedViews } from './SavedViews.tsx';
import { choose, chooseAll, extendTo, inOrder, NOTHING, toggle } from './selection.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { text } from './strings.ts';
import { useFacets } from './use-facets.ts';
import { useGallery } from './use-gallery.ts';
import { useLabelling } from './use-labelling.ts';
import { useScoring } from './use-scoring.ts';
import { useTileSize } from './use-tile-size.ts';
import type { GalleryView } from './view.ts';

export function GalleryScreen({ productId, state, go }: ProductScreenProps<GalleryState>) {
  const { view } = state;
  const scoring = useScoring(productId, view);
  const { query, shown, look, retry } = useGallery(productId, view, scoring);
  const facets = useFacets(query);
  const { data: product } = useQueryOf('products.get', { productId });
  const { data: classes } = useQueryOf('classes.list', { productId });
  const { label, busy } = useLabelling();
  const [selection, setSelection] = useState(NOTHING);
  const [active, setActive] = useState(state.at);
  const [tileSize, setTileSize] = useTileSize();
  const ids = useMemo(() => shown.ids ?? [], [shown.ids]);
  const chosen = useMemo(() => inOrder(selection, ids), [selection, ids]);
  const current = active ?? ids[0];
  const targets = useMemo(
    () => (chosen.length > 0 ? chosen : current === undefined ? [] : [current]),
    [chosen, current],
  );
  useAddressOf(active, state, go);

  const setView = (change: Partial<GalleryView>): void => {
    setActive(null);
    go({ view: { ...view, ...change }, at: null });
  };
  const open = useCallback(
    (image: number): void => {
      // The address left behind leads back to this image.
      go({ view, at: image }, 'replace');
      goToAddress(reviewRoute.address(productId, { image, view }));
    },
    [go, view, productId],
  );
  const press = useCallback(
    (id: number, _at: number, how: TilePress): void => {
      setActive(id);
      setSelection((before) => {
        if (how === 'extend') {
          const from = before.anchor === null && active !== null ? choose(active) : before;
          return extendTo(from, ids, id);
        }
        return how === 'toggle' || before.ids.size > 0 ? toggle(before, id) : before;
      });
      if (how === 'open' && selection.ids.size === 0) open(id);
    },
    [active, ids, open, selection.ids.size],
  );
  const give = (value: LabelValue, defectClassId: number | null): void =>
    void label(targets, { value, defectClassId, comment: '' });

  useActions(
    galleryActions({
      targets: targets.length,
      chosen: chosen.length,
      label: (value) => give(value, null),
      all: () => setSelection(chooseAll(ids)),
      none: () => setSelection(NOTHING),
      open: () => {
        if (targets[0] !== undefined) open(targets[0]);
      },
      resize: (step) => {
        const at = TILE_SIZES.findIndex((size) => size === tileSize) + step;
        setTileSize(TILE_SIZES[Math.min(TILE_SIZES.length - 1, Math.max(0, at))] ?? tileSize);
      },
    }),
  );

  const names = useMemo(() => new Map(classes?.map(({ id, name }) => [id, name])), [classes]);
  const all = product?.images ?? null;
  if (shown.error !== null && shown.ids === null) {
    return <ErrorNotice error={shown.error} onRetry={retry} />;
  }
  if (scoring.error !== null && scoring.models.length === 0) {
    return <ErrorNotice error={scoring.error} onRetry={retry} />;
  }
  if (all === 0 && ids.length === 0) {
    return (
      <Notice icon="gallery" title={text.emptyTitle}>
        <p>{text.emptyText}</p>
        <a href={`#/product/${productId}/data`}>{text.emptyLink}</a>
      </Notice>
    );
  }
  const usable = classes?.filter(({ archivedAt }) => archivedAt === null) ?? [];
  return (
    <div className="gallery-screen">
      <Facets
        filter={view.filter}
        counts={facets}
        classes={usable}
        onChange={(filter) => setView({ filter })}
      >
        <SavedViews
          productId={productId}
          view={view}
          onView={(next) => go({ view: next, at: null })}
        />
      </Facets>
      <section className="gallery-main" aria-label={text.title}>
        <GalleryToolbar
          view={view}
          scoring={scoring}
          shown={facets.total ?? (shown.whole ? ids.length : null)}
          all={all}
          tileSize={tileSize}
          onView={setView}
          onTileSize={setTileSize}
        />
        {shown.ids === null && <LoadingNotice />}
        {shown.ids?.length === 0 && (
          <Notice icon="search" title={text.nothingTitle}>
            <p>{text.nothingText}</p>
          </Notice>
        )}
        {ids.length > 0 && (
          <ImageGrid
            shown={shown}
            active={current ?? null}
            selection={selection}
            tileSize={tileSize}
            classNames={names}
            onLook={look}
            onActive={setActive}
            onPress={press}
          />
        )}
        {chosen.length > 0 && (
          <SelectionBar
            count={chosen.length}
            classes={usable}
            busy={busy}
            onLabel={give}
            onReview={() => {
              if (chosen[0] !== undefined) open(chosen[0]);
            }}
            onAll={() => setSelection(chooseAll(ids))}
            onNone={() => setSelection(NOTHING)}
          />
        )}
      </section>
    </div>
  );
}

/** Once the keyboard rests on an image, the address names it, so that reload comes back to it. */
function useAddressOf(
  active: number | null,
  state: GalleryState,
  go: ProductScreenProps<GalleryState>['go'],
): void {
  useEffect(() => {
    if (active === null || active === state.at) return undefined;
    const timer = setTimeout(() => go({ view: state.view, at: active }, 'replace'), 400);
    return () => clearTimeout(timer);
  }, [active, state, go]);
}

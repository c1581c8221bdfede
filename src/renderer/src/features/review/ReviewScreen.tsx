/**
 * Why this file exists: finds out whose scores, which images and which of them to show; the image
 * itself is ReviewImage's.
 */
import { useEffect, useMemo } from 'react';
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { galleryRoute } from '../gallery/route.ts';
import { useScoring } from '../gallery/use-scoring.ts';
import { DEFAULT_VIEW, queryOf } from '../gallery/view.ts';
import { ReviewImage } from './ReviewImage.tsx';
import { reviewRoute, type ReviewState } from './route.ts';
import { text } from './strings.ts';
import { useImageAssets } from './use-picture.ts';
import { useQueue } from './use-queue.ts';

export function ReviewScreen({ productId, state, go }: ProductScreenProps<ReviewState>) {
  const { view, image } = state;
  const { scoring, known, error } = useScoring(productId, view);
  const query = useMemo(
    () =>
      known
        ? queryOf(productId, view, scoring && { modelId: scoring.modelId, band: scoring.band })
        : null,
    [known, productId, view, scoring],
  );
  const queue = useQueue(query);
  const assets = useImageAssets();
  const first = queue.ids?.[0];
  useEffect(() => {
    if (image === null && first !== undefined) go({ image: first, view }, 'replace');
    // `go` and `view` are new objects at each rendering; the first image is what it waits for.
  }, [image, first, go, view]);

  const modelId = scoring?.modelId ?? null;
  const detail = useQueryOf(
    'images.get',
    image === null || !known ? null : { imageId: image, modelId },
  );
  const gallery = galleryRoute.address(productId, { view, at: image });

  const failed = error ?? queue.error;
  if (failed !== null && queue.ids === null) {
    return <ErrorNotice error={failed} onRetry={queue.retry} />;
  }
  if (queue.ids === null) return <LoadingNotice />;
  if (image === null && queue.ids.length === 0) {
    const done = view.filter.reviewed === false;
    const all = reviewRoute.address(productId, {
      image: null,
      view: { ...DEFAULT_VIEW, sort: 'date' },
    });
    return (
      <Notice icon="review" title={done ? text.allDoneTitle : text.emptyTitle}>
        <p>{done ? text.allDoneText : text.emptyText}</p>
        <a href={done ? all : gallery}>{done ? text.allDoneLink : text.emptyLink}</a>
      </Notice>
    );
  }
  if (image === null) return <LoadingNotice />;
  if (detail.error !== null) {
    return (
      <ErrorNotice error={detail.error} onRetry={() => void detail.refetch()}>
        <a href={gallery}>{text.emptyLink}</a>
      </ErrorNotice>
    );
  }
  if (detail.data !== undefined && detail.data.image.productId !== productId) {
    return (
      <Notice icon="warning" title={text.goneTitle} urgent>
        <a href={gallery}>{text.emptyLink}</a>
      </Notice>
    );
  }
  return (
    <ReviewImage
      productId={productId}
      imageId={image}
      detail={detail.data ?? null}
      scoring={scoring}
      queue={queue.ids}
      nextUnreviewed={queue.nextUnreviewed}
      assets={assets}
      onGo={(next) => go({ image: next, view }, 'replace')}
      onClose={() => goToAddress(gallery)}
    />
  );
}

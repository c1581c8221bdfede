/**
 * Why this file exists: an explanation one can look at: the place that was clicked beside the good
 * patch it was compared with, at each scale.
 */
import { useEffect, useRef } from 'react';
import type { NearestGoodView } from '../../../../shared/contract/models.ts';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import type { Point, Size } from '../../canvas/viewport.ts';
import { useQueryOf } from '../../state/queries.ts';
import { useClient } from '../../state/client-context.ts';
import { strings } from '../../strings/index.ts';
import { text } from './strings.ts';
import { SCALE_COLOURS } from './scale-colours.ts';

interface NearestPanelProps {
  modelId: number | null;
  imageId: number;
  size: Size;
  bitmap: ImageBitmap | null;
  /** Where the image was clicked; null: nowhere yet. */
  place: Point | null;
}

export function NearestPanel({ modelId, imageId, size, bitmap, place }: NearestPanelProps) {
  const input = nearestInput(modelId, imageId, place);
  const { data, error, isFetching } = useQueryOf('results.nearest', input, { keepPrevious: true });
  if (modelId === null) return <p className="note">{text.noModel}</p>;
  if (place === null) return <p className="note">{text.nearestHint}</p>;
  if (error !== null) return <ErrorLine error={error} />;
  if (data === undefined) return <p className="note">{text.nearestLoading}</p>;
  return (
    <div className="nearest" aria-busy={isFetching} aria-live="polite">
      <p className="note">
        {text.nearestAt(formatInteger(Math.floor(place.x)), formatInteger(Math.floor(place.y)))}
      </p>
      <div className="nearest-head" aria-hidden="true">
        <span>{text.nearestHere}</span>
        <span>{text.nearestGood}</span>
      </div>
      {data.map((one) => (
        <NearestRow key={one.theta} {...{ one, modelId, size, bitmap }} />
      ))}
    </div>
  );
}

/** What is asked for a place; null: nothing. Shared with the boxes on the canvas. */
export function nearestInput(modelId: number | null, imageId: number, place: Point | null) {
  return modelId === null || place === null
    ? null
    : { modelId, imageId, x: Math.floor(place.x), y: Math.floor(place.y) };
}

interface NearestRowProps {
  one: NearestGoodView;
  modelId: number;
  size: Size;
  bitmap: ImageBitmap | null;
}

function NearestRow({ one, modelId, size, bitmap }: NearestRowProps) {
  const client = useClient();
  const { theta, distance, patch, good } = one;
  const name = text.nearestScale(String(theta));
  return (
    <figure className="nearest-row">
      <PatchOfBitmap
        bitmap={bitmap}
        size={size}
        patch={patch}
        label={`${name}: ${text.nearestHere}`}
      />
      <PatchOfUrl
        url={client.media.good(modelId, good.index)}
        patch={good.patch}
        label={`${name}: ${text.nearestGood}, ${good.path}`}
      />
      <figcaption>
        <span className="nearest-mark" style={{ background: SCALE_COLOURS[theta] }} />
        <strong>{name}</strong>
        <span>{text.nearestDistance(formatRaw(distance))}</span>
        <span className="note nearest-path" title={good.path}>
          {good.path}
        </span>
      </figcaption>
    </figure>
  );
}

/** Side of a shown patch, in pixels of its canvas. */
const SIDE = 192;

interface PatchProps {
  /** What it is, for those who do not see it. */
  label: string;
  patch: Point & Size;
}

function PatchOfBitmap({
  bitmap,
  size,
  patch,
  label,
}: PatchProps & { bitmap: ImageBitmap | null; size: Size }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (bitmap === null || bitmap.width === 0) return;
    const scale = bitmap.width / size.width;
    draw(canvas.current, bitmap, {
      x: patch.x * scale,
      y: patch.y * scale,
      width: patch.width * scale,
      height: patch.height * scale,
    });
  }, [bitmap, size, patch]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} role="img" aria-label={label} />;
}

/** `patch` is a share (0..1) of the picture. */
function PatchOfUrl({ url, patch, label }: PatchProps & { url: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let current = true;
    const picture = new Image();
    picture.onload = () => {
      if (!current) return;
      const { naturalWidth, naturalHeight } = picture;
      draw(canvas.current, picture, {
        x: patch.x * naturalWidth,
        y: patch.y * naturalHeight,
        width: patch.width * naturalWidth,
        height: patch.height * naturalHeight,
      });
    };
    picture.src = url;
    return () => {
      current = false;
    };
  }, [url, patch]);
  return (
    <canvas
      ref={canvas}
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={label}
      title={strings.good}
    />
  );
}

/** The patch as it is, its pixels as squares. */
function draw(
  canvas: HTMLCanvasElement | null,
  source: CanvasImageSource,
  patch: Point & Size,
): void {
  const context = canvas?.getContext('2d') ?? null;
  if (context === null) return;
  context.clearRect(0, 0, SIDE, SIDE);
  context.imageSmoothingEnabled = patch.width > SIDE;
  context.drawImage(source, patch.x, patch.y, patch.width, patch.height, 0, 0, SIDE, SIDE);
}

/**
 * Why this file exists: an embedding view as a picture: a row before and a row after training, for
 * each scale a panel coloured by where the patch lies and one by normal or defective.
 */
import type { EmbeddingView, Projection, ViewPatch } from '../../../shared/embedding-view.ts';
import { wrapped } from '../plot.ts';
import { BLUE, ORANGE, picture, round, text } from '../svg.ts';

const MARGIN = 20;
const SIDE = 200;
const GAP = 8;
/** Between scales. */
const WIDE = 26;
const LABEL = 24;
const HEAD = 112;
const DOT = 1.9;
const LINE = 16;

type Colouring = 'position' | 'kind';

export function drawView(view: EmbeddingView): string {
  const { scales, model, dataset, inputSize, seed, neighbours } = view;
  const rows = scales.some(({ after }) => after)
    ? (['before', 'after'] as const)
    : (['before'] as const);
  const width = 2 * MARGIN + LABEL + scales.length * (2 * SIDE + GAP) + (scales.length - 1) * WIDE;
  const left = (scale: number, colouring: Colouring) =>
    MARGIN + LABEL + scale * (2 * SIDE + GAP + WIDE) + (colouring === 'kind' ? SIDE + GAP : 0);
  const parts = [
    text(MARGIN, 30, `Patch embeddings of test images: ${dataset}, model ${model.name}`, {
      size: 17,
      weight: 'bold',
    }),
    ...legend(MARGIN, 52),
  ];
  scales.forEach(({ theta, patches }, index) => {
    const defective = patches.filter(({ isDefective }) => isDefective).length;
    parts.push(
      text(left(index, 'position'), HEAD - 22, `theta = ${theta}`, { weight: 'bold' }),
      text(
        left(index, 'position') + 90,
        HEAD - 22,
        `${patches.length - defective} normal, ${defective} defective patches`,
        { size: 11.5, kind: 'soft' },
      ),
      text(left(index, 'position'), HEAD - 6, 'by position', { size: 11.5, kind: 'soft' }),
      text(left(index, 'kind'), HEAD - 6, 'normal / defective', { size: 11.5, kind: 'soft' }),
    );
  });
  rows.forEach((row, at) => {
    const top = HEAD + at * (SIDE + LINE + 10);
    const title = rows.length === 1 ? 'backbone' : `${row} training`;
    parts.push(
      `<text class="ink" font-size="13" font-weight="bold" text-anchor="middle" transform="translate(${MARGIN + 12} ${top + SIDE / 2}) rotate(-90)">${title}</text>`,
    );
    scales.forEach((scale, index) => {
      const projection = scale[row];
      for (const colouring of ['position', 'kind'] as const) {
        parts.push(
          ...panel(projection, scale.patches, inputSize, colouring, left(index, colouring), top),
        );
      }
      if (projection) {
        parts.push(
          text(left(index, 'kind') + SIDE, top + SIDE + 14, separationText(projection), {
            size: 11.5,
            anchor: 'end',
            kind: 'soft',
          }),
        );
      }
    });
  });
  const bottom = HEAD + rows.length * (SIDE + LINE + 10) + 22;
  const notes = [
    `UMAP of each panel row by itself, ${neighbours} neighbours, seed ${seed}: near points are alike, ` +
      'distances between far ones and axes mean nothing. Separation: AUROC of the distance, in the ' +
      'embedding itself, to the nearest normal patch of another image.',
    ...(rows.length === 1 ? ['Recipe frozen: training left the encoders as the backbone is.'] : []),
  ].flatMap((note) => wrapped(note, Math.floor((width - 2 * MARGIN) / 6.6)));
  notes.forEach((line, index) =>
    parts.push(text(MARGIN, bottom + index * LINE, line, { size: 11.5, kind: 'soft' })),
  );
  return picture(width, bottom + notes.length * LINE + MARGIN - LINE / 2, parts);
}

function separationText({ separation }: Projection): string {
  return separation === null
    ? 'separation undefined'
    : `separation ${(100 * separation).toFixed(1)} %`;
}

function panel(
  projection: Projection | null,
  patches: readonly ViewPatch[],
  size: number,
  colouring: Colouring,
  left: number,
  top: number,
): string[] {
  const frame = `<rect class="axis" x="${left}" y="${top}" width="${SIDE}" height="${SIDE}" fill="none"/>`;
  if (projection === null) {
    return [
      frame,
      text(left + SIDE / 2, top + SIDE / 2, 'as the backbone is', {
        size: 11.5,
        anchor: 'middle',
        kind: 'soft',
      }),
    ];
  }
  const [x, y] = [0, 1].map((axis) => {
    const values = projection.points.map((point) => point[axis] ?? 0);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return (value: number) => 6 + ((value - low) / Math.max(high - low, 1e-9)) * (SIDE - 12);
  });
  // Defective ones last, so that they lie on top.
  const order = [...patches.keys()].sort(
    (a, b) => Number(patches[a]?.isDefective) - Number(patches[b]?.isDefective),
  );
  const dots = order.flatMap((index) => {
    const patch = patches[index];
    const point = projection.points[index];
    if (!patch || !point || !x || !y) return [];
    const colour =
      colouring === 'kind'
        ? patch.isDefective
          ? ORANGE
          : BLUE
        : positionColour(patch.x / size, patch.y / size);
    const at = `cx="${round(left + x(point[0]))}" cy="${round(top + y(point[1]))}"`;
    return [`<circle ${at} r="${DOT}" fill="${colour}" opacity="0.75"/>`];
  });
  return [frame, ...dots];
}

/** Colours of the corners: top left, top right, bottom left, bottom right. */
const CORNERS = [
  [0, 114, 178],
  [230, 159, 0],
  [204, 121, 167],
  [0, 158, 115],
] as const;

/** The colour of a place in the image, x and y from 0 to 1; mixed from its corners. */
export function positionColour(x: number, y: number): string {
  const [u, v] = [x, y].map((value) => Math.min(1, Math.max(0, value)));
  const weights = [(1 - u!) * (1 - v!), u! * (1 - v!), (1 - u!) * v!, u! * v!];
  const mixed = [0, 1, 2].map((channel) =>
    Math.round(
      CORNERS.reduce((sum, corner, at) => sum + (weights[at] ?? 0) * (corner[channel] ?? 0), 0),
    ),
  );
  return `rgb(${mixed.join(',')})`;
}

/** A small picture of the image plane in its colours, and the two kinds. */
function legend(left: number, top: number): string[] {
  const cells = 8;
  const cell = 4;
  const plane = Array.from({ length: cells * cells }, (_, index) => {
    const [column, row] = [index % cells, Math.floor(index / cells)];
    const colour = positionColour(column / (cells - 1), row / (cells - 1));
    return `<rect x="${left + column * cell}" y="${top - 10 + row * cell}" width="${cell}" height="${cell}" fill="${colour}"/>`;
  });
  const dot = (x: number, colour: string) =>
    `<circle cx="${x}" cy="${top + 6}" r="5" fill="${colour}"/>`;
  return [
    ...plane,
    text(left + 42, top + 10, 'position in the image', { size: 11.5, kind: 'soft' }),
    dot(left + 200, BLUE),
    text(left + 212, top + 10, 'normal', { size: 11.5, kind: 'soft' }),
    dot(left + 280, ORANGE),
    text(left + 292, top + 10, 'defective', { size: 11.5, kind: 'soft' }),
  ];
}

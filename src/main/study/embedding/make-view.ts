/**
 * Why this file exists: the use case "embed": from a model and a labelled data set to an embedding
 * view, as `embedding.json`, `.svg` and `.png`.
 */
import { join, resolve } from 'node:path';
import { GOOD } from '../../../shared/dataset.ts';
import type { EmbeddingView } from '../../../shared/embedding-view.ts';
import { LoupeError } from '../../../shared/errors.ts';
import type { MultiScaleManifest } from '../../../shared/manifest.ts';
import { createRandom } from '../../../shared/random.ts';
import { perScale, THETAS, type PerScale, type Theta } from '../../../shared/scales.ts';
import { randomBackbone, type Backbone } from '../../backbone/backbone.ts';
import { loadBackbone } from '../../backbone/store.ts';
import { loadInput, toFloat } from '../../dataset/decode.ts';
import { loadMask } from '../../dataset/mask.ts';
import { scanDataset } from '../../dataset/scan.ts';
import { nextStep, type Control } from '../../engine/control.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup } from '../../engine/dense.ts';
import type { ConvWeights, Encoder } from '../../engine/encoder.ts';
import { tf } from '../../engine/tf.ts';
import { ensureFolder, writeFileAtomically } from '../../files.ts';
import { readModel } from '../../models/model-store.ts';
import { loadTensorFlow } from '../../runtime/load-backend.ts';
import { encodersFrom, fileOf } from '../../services/open-model.ts';
import { pngOf } from '../png.ts';
import { drawView } from './draw-view.ts';
import { FEWEST_PATCHES, NEIGHBOURS, project } from './project.ts';
import { pickImages, samplePatches, type SampledPatch } from './sample-patches.ts';

export interface EmbedRequest {
  model: string;
  data: string;
  out: string;
  seed: number;
  /** Patches per scale, at most. */
  patches: number;
  /** Test images they come from, at most. */
  images: number;
}

export interface EmbedResult {
  view: EmbeddingView;
  files: { json: string; svg: string; png: string };
}

/**
 * Makes the view and writes it into `request.out`.
 * @throws LoupeError `usage` (a model of another method), `bad-data` (no test images, too few
 *   patches), `bad-backbone` (not the one the model started from), and those of the model
 */
export async function makeEmbeddingView(
  request: EmbedRequest,
  control: Control,
): Promise<EmbedResult> {
  const { seed } = request;
  const model = await readModel(request.model);
  if (!('encoders' in model)) {
    throw new LoupeError(
      'usage',
      `The model ${request.model} is of the method ${model.manifest.method}, which has no encoders.`,
      'Name a model trained with --method multi-scale-patch.',
    );
  }
  const { manifest } = model;
  const backbone = await backboneOf(manifest);
  const { onProgress, signal } = control;
  const dataset = await scanDataset(request.data, { check: 'headers', onProgress, signal });
  const test = dataset.images.filter(({ split }) => split === 'test');
  if (test.length === 0) {
    throw new LoupeError(
      'bad-data',
      `There are no test images in ${dataset.root}.`,
      'Name a data set with test/good and folders of defects.',
    );
  }
  const random = createRandom(seed);
  const labels = test.map(({ label }) => label);
  const chosen = pickImages(labels, request.images, random.fork('images')).map((at) => test[at]!);
  const { size } = manifest.preprocessing;
  const masks: (Uint8Array | null)[] = [];
  for (const { label, mask } of chosen) {
    if (label === GOOD) masks.push(new Uint8Array(size * size));
    else if (mask === undefined) masks.push(null);
    else {
      masks.push((await loadMask(fileOf(dataset.root, mask), { width: size, height: size })).data);
    }
  }

  await loadTensorFlow();
  const setup: EmbeddingSetup = {
    input: manifest.input,
    normalisation: manifest.normalisation,
    strides: manifest.strides,
  };
  const before = encodersFrom(perScale(() => backbone.layers));
  const after = encodersFrom(model.encoders);
  try {
    const patches = perScale((theta): SampledPatch[] => {
      const grid = gridOf(before[theta], size, setup.strides[theta]);
      return samplePatches(masks, grid, size, request.patches, random.fork(`patches/${theta}`));
    });
    requireEnough(patches, dataset.root);
    const trained = THETAS.filter((theta) => !isBackbone(model.encoders[theta], backbone));
    const vectors = await embed({ before, after }, trained, patches, setup, size, control, (at) =>
      loadInput(fileOf(dataset.root, chosen[at]!.path), manifest.preprocessing).then(toFloat),
    );
    const scales: EmbeddingView['scales'] = [];
    let laidOut = 0;
    const layouts = THETAS.length + trained.length;
    const layOut = async (theta: Theta, when: 'before' | 'after') => {
      // The same start for both, so that what differs is the embedding.
      const own = random.fork(`layout/${theta}`);
      const projection = await project(vectors[when][theta], patches[theta], own, async (share) => {
        await nextStep(control);
        onProgress({ step: 'Laying out the points', done: laidOut + share, total: layouts });
      });
      laidOut += 1;
      return projection;
    };
    for (const theta of THETAS) {
      scales.push({
        theta,
        patches: patches[theta].map(({ image, x, y, isDefective }) => ({
          image,
          x,
          y,
          isDefective,
        })),
        before: await layOut(theta, 'before'),
        after: trained.includes(theta) ? await layOut(theta, 'after') : null,
      });
    }
    return await write(resolve(request.out), {
      schemaVersion: 1,
      createdAt: new Date().toISOString(),
      model: { id: manifest.id, name: manifest.name, recipe: manifest.recipe },
      dataset: dataset.name,
      inputSize: size,
      method: 'umap',
      seed,
      neighbours: NEIGHBOURS,
      images: chosen.map(({ path, label }) => ({ path, label })),
      scales,
    });
  } finally {
    for (const theta of THETAS) {
      before[theta].dispose();
      after[theta].dispose();
    }
  }
}

/** The embeddings of the sampled patches, image by image in one dense pass each. */
async function embed(
  encoders: { before: PerScale<Encoder>; after: PerScale<Encoder> },
  trained: readonly Theta[],
  patches: PerScale<readonly SampledPatch[]>,
  setup: EmbeddingSetup,
  size: number,
  control: Control,
  load: (image: number) => Promise<Float32Array>,
): Promise<{ before: PerScale<Float32Array[]>; after: PerScale<Float32Array[]> }> {
  const vectors = {
    before: perScale((): Float32Array[] => []),
    after: perScale((): Float32Array[] => []),
  };
  const images = [...new Set(THETAS.flatMap((theta) => patches[theta].map(({ image }) => image)))];
  images.sort((a, b) => a - b);
  for (const [done, image] of images.entries()) {
    await nextStep(control);
    const pixels = await load(image);
    for (const when of ['before', 'after'] as const) {
      const only = when === 'before' ? THETAS : trained;
      const embeddings = denseEmbeddings(encoders[when], pixels, size, setup, only);
      for (const theta of only) {
        const all = embeddings[theta]!;
        const { dim } = encoders[when][theta].architecture;
        const values = all.dataSync<'float32'>();
        // Patches are ordered by image, so each list grows in their order.
        for (const { cell } of patches[theta].filter((patch) => patch.image === image)) {
          vectors[when][theta].push(values.slice(cell * dim, (cell + 1) * dim));
        }
      }
      tf.dispose(Object.values(embeddings));
    }
    control.onProgress({
      step: 'Embedding patches',
      done: done + 1,
      total: images.length,
      unit: 'images',
    });
  }
  return vectors;
}

/** The weights the model started from. */
async function backboneOf({ backbone, seed, name }: MultiScaleManifest): Promise<Backbone> {
  const start = backbone.name === 'none' ? randomBackbone(seed) : await loadBackbone();
  if (start.sha256 === backbone.sha256) return start;
  throw new LoupeError(
    'bad-backbone',
    `The model ${name} was not trained from the installed backbone, so what it was before training ` +
      'cannot be shown.',
    'Install the weights it was trained from with: loupe backbone add FILE',
  );
}

/** Whether training left an encoder as it was. */
function isBackbone(layers: readonly ConvWeights[], backbone: Backbone): boolean {
  const start = new Map<string, ConvWeights>(backbone.layers.map((layer) => [layer.name, layer]));
  const same = (a: Float32Array, b: Float32Array | undefined) =>
    b !== undefined && a.length === b.length && a.every((value, index) => value === b[index]);
  return layers.every(
    ({ name, kernel, bias }) =>
      same(kernel, start.get(name)?.kernel) && same(bias, start.get(name)?.bias),
  );
}

function requireEnough(patches: PerScale<readonly SampledPatch[]>, root: string): void {
  for (const theta of THETAS) {
    const count = patches[theta].length;
    if (count >= FEWEST_PATCHES) continue;
    throw new LoupeError(
      'bad-data',
      `Only ${count} patches of ${theta} px in ${root} are known to be normal or defective; ` +
        `a view needs ${FEWEST_PATCHES}.`,
      'Use more test images (--images), or add ground-truth masks.',
    );
  }
}

async function write(out: string, view: EmbeddingView): Promise<EmbedResult> {
  await ensureFolder(out);
  const files = {
    json: join(out, 'embedding.json'),
    svg: join(out, 'embedding.svg'),
    png: join(out, 'embedding.png'),
  };
  const svg = drawView(view);
  await writeFileAtomically(files.json, `${JSON.stringify(view)}\n`);
  await writeFileAtomically(files.svg, svg);
  await writeFileAtomically(files.png, await pngOf(svg));
  return { view, files };
}

/** Why this file exists: embeddings as points in a plane (UMAP, seeded), and how far they separate. */
import { UMAP } from 'umap-js';
import type { Projection } from '../../../shared/embedding-view.ts';
import { auroc } from '../../../shared/metrics/auroc.ts';
import type { Random } from '../../../shared/random.ts';
import type { SampledPatch } from './sample-patches.ts';

/** Neighbours that UMAP keeps together; its authors' default. */
export const NEIGHBOURS = 15;
/** UMAP needs more points than neighbours. */
export const FEWEST_PATCHES = NEIGHBOURS + 1;

/**
 * @param vectors one embedding per patch, in the order of `patches`; at least `FEWEST_PATCHES`
 * @param random decides the start and the sampling of the layout
 * @param onStep called with the share done, 0 to 1; may throw to stop
 */
export async function project(
  vectors: readonly Float32Array[],
  patches: readonly SampledPatch[],
  random: Random,
  onStep: (share: number) => Promise<void>,
): Promise<Projection> {
  const umap = new UMAP({ nNeighbors: NEIGHBOURS, random: () => random.uniform() });
  const steps = umap.initializeFit(vectors.map((vector) => Array.from(vector)));
  for (let step = 0; step < steps; step++) {
    if (step % 10 === 0) await onStep(step / steps);
    umap.step();
  }
  await onStep(1);
  return {
    points: umap.getEmbedding().map(([x = 0, y = 0]) => [x, y]),
    separation: separationOf(vectors, patches),
  };
}

/**
 * AUROC of each patch's distance to the nearest normal patch of another image. Patches of the same
 * image overlap and would be each other's neighbours. Null where either kind is missing.
 */
export function separationOf(
  vectors: readonly Float32Array[],
  patches: readonly Pick<SampledPatch, 'image' | 'isDefective'>[],
): number | null {
  const distances: number[] = [];
  const labels: number[] = [];
  patches.forEach((patch, index) => {
    let nearest = Infinity;
    patches.forEach((other, at) => {
      if (other.isDefective || other.image === patch.image) return;
      nearest = Math.min(nearest, squaredDistance(vectors[index]!, vectors[at]!));
    });
    if (nearest === Infinity) return;
    distances.push(nearest);
    labels.push(patch.isDefective ? 1 : 0);
  });
  return auroc(distances, labels);
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

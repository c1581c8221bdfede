/**
 * Why this file exists: the job "inspect verify": the golden parts through the model, at shift start or
 * after a model was moved. It decides nothing about parts on the line, so it adds no inspections.
 */
import type { InspectOutcome } from '../../shared/entities/job.ts';
import { verdictOf, type Verdict } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import { getImage } from '../catalog/images.ts';
import { currentMask } from '../catalog/masks.ts';
import { getProduct } from '../catalog/products.ts';
import { currentVerificationSet } from '../catalog/verification-sets.ts';
import { tellChanged } from '../handlers/changes.ts';
import { imageFile } from '../handlers/image-file.ts';
import type { JobRunners } from '../jobs/runners.ts';
import { inForce } from './in-force.ts';
import type { InspectingParts } from './inspect-part.ts';

export function inspectVerifyRunner({
  context,
  compute,
}: Pick<InspectingParts, 'context' | 'compute'>): JobRunners['inspect verify'] {
  const { catalog, folders } = context;
  return async ({ productId, modelId }, control): Promise<InspectOutcome> => {
    const { model, thresholds } = inForce(catalog, productId, modelId);
    const set = currentVerificationSet(catalog, productId);
    if (!set) {
      throw new LoupeError(
        'usage',
        `${getProduct(catalog, productId).name} has no golden parts to check by.`,
        'Choose some images and say which verdict each must get.',
      );
    }
    const images = set.items.map(({ imageId }) => getImage(catalog, imageId));
    const found = await compute.detect(
      model.path,
      images.map((image) => ({
        file: imageFile(catalog, folders, image),
        mask: currentMask(catalog, image.id)?.code ?? null,
        mapFile: null,
        regions: null,
      })),
      {
        signal: control.signal,
        onProgress: control.onProgress,
        onNotice: (sentence) => control.log('info', sentence),
      },
    );
    const verdicts: Record<Verdict, number> = { ok: 0, review: 0, ng: 0 };
    const items = set.items.map(({ imageId, expected }, i) => {
      const result = found[i];
      if (!result || 'problem' in result) {
        const problem = result?.problem ?? 'was passed over';
        return { imageId, expected, actual: null, score: null, problem };
      }
      const actual = verdictOf(result.score, thresholds);
      verdicts[actual] += 1;
      return { imageId, expected, actual, score: result.score, problem: null };
    });
    const passed = items.every(({ expected, actual }) => actual === expected);
    const wrong = items.filter(({ expected, actual }) => actual !== expected).length;
    control.log(
      passed ? 'info' : 'warning',
      passed
        ? `All ${items.length} golden parts are judged as they must be.`
        : `${wrong} of ${items.length} golden parts are not judged as they must be.`,
    );
    // The product shows when it was last checked, once the run has its outcome.
    setImmediate(() => tellChanged(context, 'products', productId));
    return {
      inspected: items.filter(({ actual }) => actual !== null).length,
      verdicts,
      rejected: items
        .flatMap(({ problem }, i) => {
          const image = images[i];
          return problem === null || !image ? [] : [{ path: image.path, reason: problem }];
        })
        .slice(0, 200),
      verified: { setId: set.id, passed, items },
    };
  };
}

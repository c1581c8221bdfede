/**
 * Why this file exists: the job "train": a model from the good images of a frozen version, registered
 * as a draft. The model is made in the run's work folder and moved to its place as a whole.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { JsonSchema } from '../../shared/entities/common.ts';
import type { TrainOutcome } from '../../shared/entities/job.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { registerModel } from '../catalog/models.ts';
import type { Compute } from '../compute/compute.ts';
import { ensureFolder, statOrNull, syncFolder } from '../files.ts';
import { tellChanged } from '../handlers/changes.ts';
import type { Context } from '../handlers/context.ts';
import { readManifest } from '../models/model-store.ts';
import { curveFile } from './curves.ts';
import { noteTraining } from './measurements.ts';
import type { JobControl } from './runner.ts';
import type { JobRunners, TrainJob } from './runners.ts';
import { versionImages } from './version-images.ts';

/** How trainings differ from what a person gets, for tests and for trying things out. */
export interface Trial {
  /** `none`: random weights instead of the installed backbone. */
  backbone?: 'installed' | 'none' | undefined;
  /** At most so many steps for each scale. */
  steps?: number | undefined;
}

export interface TrainParts {
  context: Context;
  compute: Compute;
  trial: Trial;
}

/** Set when the model lies in its place; only the catalog does not know it yet. */
const PlacedSchema = z.object({ placed: z.string(), seconds: z.number() });

export function trainRunner({ context, compute, trial }: TrainParts): JobRunners['train'] {
  const { catalog, folders } = context;

  async function learn(spec: TrainJob, control: JobControl): Promise<ModelManifest> {
    const made = join(control.workFolder, 'model');
    // A training that ended just before Loupe did is not done again.
    if (await statOrNull(made)) return readManifest(made);
    const { list } = await versionImages(catalog, folders, spec.versionId, ['train']);
    const curves = curveFile(control.workFolder);
    const { msPerImage } = await compute.train(
      {
        data: list,
        out: made,
        name: spec.name,
        recipe: spec.recipe,
        size: spec.size,
        seed: spec.seed,
        bankMb: spec.bankMb,
        // At the first attempt there is no checkpoint, and saying so would only be noise.
        resume: (await statOrNull(`${made}.training`)) !== null,
        backbone: trial.backbone ?? 'installed',
        normalise: 'auto',
        ...(trial.steps !== undefined && { steps: trial.steps }),
      },
      {
        signal: control.signal,
        onProgress: control.onProgress,
        onNotice: (sentence) => control.log('info', sentence),
      },
      (point) => curves.add(point),
    );
    const manifest = await readManifest(made);
    await noteTraining(folders.home, manifest, spec.bankMb, msPerImage);
    return manifest;
  }

  return async (spec, control): Promise<TrainOutcome> => {
    const placed = PlacedSchema.safeParse(control.resumeFrom).data;
    let path = placed && join(folders.models, placed.placed);
    if (!path || !(await statOrNull(path))) {
      const manifest = await learn(spec, control);
      path = join(folders.models, manifest.id);
      control.checkpoint({ placed: manifest.id, seconds: manifest.training.seconds });
      await ensureFolder(folders.models);
      await rename(join(control.workFolder, 'model'), path);
      await syncFolder(folders.models);
    }
    const manifest = await readManifest(path);
    const version = getDatasetVersion(catalog, spec.versionId);
    const { id } = registerModel(catalog, {
      productId: version.productId,
      contentId: manifest.id,
      name: spec.name,
      recipe: manifest.recipe,
      path,
      datasetFingerprint: version.fingerprint,
      backboneSha256: manifest.backbone?.sha256 ?? '',
      versionId: version.id,
      runId: control.runId,
      manifest: JsonSchema.parse(manifest),
      createdBy: spec.by,
    });
    tellChanged(context, 'models', version.productId);
    control.log('info', `The model ${spec.name} is registered as a draft.`);
    return { modelId: id, seconds: manifest.training.seconds };
  };
}

/** Why this file exists: from a model's manifest to its row in the registry, in one way. */
import type { Json } from '../../shared/entities/common.ts';
import type { CatalogModel } from '../../shared/entities/model.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import type { WritableCatalog } from '../catalog/catalog.ts';
import { listDatasetVersions } from '../catalog/dataset-versions.ts';
import { registerModel } from '../catalog/models.ts';

export interface Registration {
  productId: number;
  manifest: ModelManifest;
  /** Its folder. */
  path: string;
  /** The training run, where this catalog has it. */
  runId: number | null;
  actor: string;
}

/**
 * Registers a model as a draft, with the frozen version it learnt from where this catalog has one
 * of that fingerprint. The same model again is given back as it is.
 * @throws LoupeError `not-found`; `usage` when it belongs to another product
 */
export function registerManifest(
  catalog: WritableCatalog,
  { productId, manifest, path, runId, actor }: Registration,
): CatalogModel {
  const { fingerprint } = manifest.dataset;
  const version = listDatasetVersions(catalog, productId).find(
    (candidate) => candidate.fingerprint === fingerprint,
  );
  return registerModel(catalog, {
    productId,
    contentId: manifest.id,
    name: manifest.name,
    recipe: manifest.recipe,
    path,
    datasetFingerprint: fingerprint,
    backboneSha256: manifest.backbone?.sha256 ?? '',
    versionId: version?.id ?? null,
    runId,
    // Parsed from JSON, so it is JSON; zod's unknown parameters hide that from the compiler.
    manifest: JSON.parse(JSON.stringify(manifest)) as Json,
    createdBy: actor,
  });
}

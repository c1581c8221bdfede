/** Why this file exists: a model's scores with their labels as columns, for charts and thresholds. */
import type { ResultColumns } from '../../shared/contract/models.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { LabelValue } from '../../shared/entities/label.ts';
import type { ReadableCatalog } from './catalog.ts';
import { getDatasetVersion } from './dataset-versions.ts';
import { getModel } from './models.ts';

interface Row {
  imageId: number;
  score: number;
  label: LabelValue;
  defectClassId: number | null;
  split: ImageSplit;
}

const PRESENT = `SELECT r.image_id AS imageId, r.score, s.label, s.defect_class_id AS defectClassId,
    s.split
  FROM result r JOIN image_state s ON s.image_id = r.image_id
  WHERE r.model_id = ? AND s.excluded = 0 AND s.split IN (SELECT value FROM json_each(?))
  ORDER BY r.image_id`;

/** A class renamed since is found by no name any more, and is then null. */
const FROZEN = `SELECT r.image_id AS imageId, r.score, v.label, c.id AS defectClassId, v.split
  FROM result r
  JOIN version_image v ON v.image_id = r.image_id AND v.version_id = ?
  LEFT JOIN defect_class c ON c.product_id = ? AND c.name = v.defect_class
  WHERE r.model_id = ? AND v.split IN (SELECT value FROM json_each(?))
  ORDER BY r.image_id`;

/**
 * The scores of a model on images of some splits, by number of the image. With a version: its
 * images, splits and labels as they were frozen; without: as they are now, excluded images left
 * out.
 * @throws LoupeError `not-found` for the model or the version
 */
export function resultColumns(
  catalog: ReadableCatalog,
  {
    modelId,
    versionId,
    splits,
  }: { modelId: number; versionId: number | null; splits: readonly ImageSplit[] },
): ResultColumns {
  getModel(catalog, modelId);
  const wanted = JSON.stringify(splits);
  const rows =
    versionId === null
      ? catalog.all<Row>(PRESENT, modelId, wanted)
      : catalog.all<Row>(
          FROZEN,
          versionId,
          getDatasetVersion(catalog, versionId).productId,
          modelId,
          wanted,
        );
  return {
    imageIds: rows.map(({ imageId }) => imageId),
    scores: rows.map(({ score }) => score),
    labels: rows.map(({ label }) => label),
    defectClassIds: rows.map(({ defectClassId }) => defectClassId),
    splits: rows.map(({ split }) => split),
  };
}

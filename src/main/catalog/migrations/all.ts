/** Why this file exists: the list of all migrations, oldest first. */
import { productsAndImages } from './0010-products-and-images.ts';
import { labelsAndMasks } from './0020-labels-and-masks.ts';
import { runsModelsResults } from './0030-runs-models-results.ts';
import { thresholdsVerificationAudit } from './0040-thresholds-verification-audit.ts';
import { inspections } from './0050-inspections.ts';
import { settings } from './0060-settings.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  productsAndImages,
  labelsAndMasks,
  runsModelsResults,
  thresholdsVerificationAudit,
  inspections,
  settings,
];

/** The `user_version` of a catalog that this Loupe writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;

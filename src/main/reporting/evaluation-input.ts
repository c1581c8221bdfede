/** Why this file exists: finds what belongs to a report: its pictures, and what the catalog knows of it. */
import { readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Thresholds } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Report } from '../../shared/report.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { findModel } from '../catalog/models.ts';
import { getDefectClass } from '../catalog/products.ts';
import { currentThresholds } from '../catalog/thresholds.ts';
import { resolveInside } from '../contain.ts';
import { decodeNpy, type NpyMap } from '../evaluation/npy.ts';
import type { EvaluationInput } from './evaluation-document.ts';
import type { Judge } from './evaluation-judged.ts';

/** Pictures and maps of a report in `folder`. */
export function reportFiles(
  report: Report,
  folder: string,
): Pick<EvaluationInput, 'fileOf' | 'mapOf'> {
  const files = new Map(report.images.map(({ path, file }) => [path, file]));
  return {
    fileOf: async (path) => {
      const file = files.get(path);
      if (file !== undefined) return file;
      try {
        return await resolveInside(report.dataset.root, path);
      } catch (error) {
        // The picture's place then says that the file does not exist.
        if (isGone(error)) return join(report.dataset.root, path);
        throw error;
      }
    },
    mapOf: async (index): Promise<NpyMap | null> => {
      const name = report.images[index]?.map ?? null;
      if (name === null) return null;
      try {
        return decodeNpy(await readFile(await resolveInside(folder, name)), name);
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof LoupeError && error.code === 'not-found';
}

/** What is in force for the report's model now, and which frozen version it was evaluated on. */
export async function catalogFacts(
  catalog: ReadableCatalog,
  report: Report,
  folder: string,
): Promise<Pick<EvaluationInput, 'inForce' | 'version'>> {
  const model = findModel(catalog, report.model.id);
  const set = model && currentThresholds(catalog, model.productId, model.id);
  const inForce: Judge | null = set
    ? {
        base: set.base,
        perDefect: new Map<string, Thresholds>(
          set.perClass.map(({ defectClassId, thresholds }) => [
            getDefectClass(catalog, defectClassId).name,
            thresholds,
          ]),
        ),
        source: set.source,
        set: { number: set.number, actor: set.actor, at: set.at, reason: set.reason },
      }
    : null;
  return { inForce, version: await versionOf(catalog, folder) };
}

async function versionOf(
  catalog: ReadableCatalog,
  folder: string,
): Promise<EvaluationInput['version']> {
  const rows = catalog.all<{ versionId: number; report: string }>(
    `SELECT version_id AS versionId, report FROM model_evaluation
       WHERE version_id IS NOT NULL AND report IS NOT NULL ORDER BY id DESC`,
  );
  const real = await realpath(folder);
  const row =
    rows.find(({ report }) => report === folder || report === real) ??
    rows.find(({ report }) => basename(report) === basename(folder));
  if (row === undefined) return null;
  const { number, fingerprint } = getDatasetVersion(catalog, row.versionId);
  return { number, fingerprint };
}

/** Why this file exists: all handlers that need the catalog alone, so that the root names them once. */
import { auditHandlers } from './audit.ts';
import type { Context } from './context.ts';
import { galleryHandlers } from './gallery.ts';
import { labelHandlers } from './labels.ts';
import { maskHandlers } from './masks.ts';
import { modelHandlers } from './models.ts';
import { settingHandlers } from './settings.ts';
import { storageHandlers } from './storage.ts';
import { thresholdHandlers } from './thresholds.ts';
import { verificationHandlers } from './verification.ts';

export const catalogHandlers = (context: Context) => ({
  ...galleryHandlers(context),
  ...labelHandlers(context),
  ...maskHandlers(context),
  ...modelHandlers(context),
  ...thresholdHandlers(context),
  ...verificationHandlers(context),
  ...settingHandlers(context),
  ...auditHandlers(context),
  ...storageHandlers(context),
});

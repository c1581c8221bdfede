/** Why this file exists: the audit trail and the backups, as the System page shows them. */
import type { Handlers } from '../../shared/contract.ts';
import { listAudit, verifyAudit } from '../catalog/audit.ts';
import { listBackups } from '../catalog/backup-files.ts';
import type { Context } from './context.ts';

export function auditHandlers({
  catalog,
}: Context): Pick<Handlers, 'audit.page' | 'audit.verify' | 'backups.list'> {
  return {
    'audit.page': async ({ before, limit }) =>
      listAudit(catalog, before === undefined ? { limit } : { before, limit }),
    'audit.verify': async () => verifyAudit(catalog),
    'backups.list': async () =>
      listBackups(catalog.folder).map(({ path, bytes, at }) => ({ path, bytes, at })),
  };
}

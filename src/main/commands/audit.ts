/** Why this file exists: `loupe audit`: whether the trail is whole, and what stands in it. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { LoupeError } from '../../shared/errors.ts';
import { homeFolder } from '../places.ts';
import { columns, moment } from './columns.ts';
import { wholeNumber } from './flags.ts';
import type { Terminal } from './terminal.ts';

interface VerifyOptions {
  json?: boolean;
  contains?: string;
}

interface ListOptions {
  json?: boolean;
  limit: number;
  before?: number;
}

export function registerAudit(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('the trail of who changed what, and why');
  audit
    .command('verify')
    .description('check every link of the audit trail; works while Loupe is open')
    .option('--contains <hash>', 'also check that this entry, noted earlier, is still in it')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json, contains }: VerifyOptions) => {
      const [{ openCatalogForReading }, { auditContains, verifyAudit }] = await Promise.all([
        import('../catalog/open-catalog.ts'),
        import('../catalog/audit.ts'),
      ]);
      const catalog = openCatalogForReading(join(homeFolder(), 'catalog'));
      try {
        const check = verifyAudit(catalog);
        const missing = contains !== undefined && !auditContains(catalog, contains.toLowerCase());
        if (json) terminal.json({ ...check, ok: check.ok && !missing, containsMissing: missing });
        if (check.broken) {
          throw new LoupeError(
            'bad-data',
            `The audit trail of ${catalog.file} is broken at entry ${check.broken.number}: ` +
              `${check.broken.problem}. The ${check.entries - 1} entries before it are sound.`,
            'Keep the file as it is, and compare it with a backup from before.',
          );
        }
        if (missing) {
          throw new LoupeError(
            'bad-data',
            `The audit trail of ${catalog.file} is whole in itself, but ${contains} is not in it: ` +
              'its newest entries were cut off, or it is the trail of another catalog.',
            'Keep the file as it is, and compare it with a backup from before.',
          );
        }
        if (json) return;
        terminal.out(`The audit trail is whole: ${check.entries} entries, head ${check.head}.`);
      } finally {
        catalog.close();
      }
    });
  audit
    .command('list')
    .description('what was changed, the newest first; works while Loupe is open')
    .option('--limit <number>', 'at most so many', wholeNumber(1), 30)
    .option('--before <number>', 'only entries with a smaller number', wholeNumber(1))
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json, limit, before }: ListOptions) => {
      const [{ openCatalogForReading }, { listAudit }] = await Promise.all([
        import('../catalog/open-catalog.ts'),
        import('../catalog/audit.ts'),
      ]);
      const catalog = openCatalogForReading(join(homeFolder(), 'catalog'));
      try {
        const entries = listAudit(catalog, before === undefined ? { limit } : { limit, before });
        if (json) {
          terminal.json({ entries });
          return;
        }
        const rows = entries.map((entry) => [
          entry.number,
          moment(entry.at),
          entry.actor,
          entry.action,
          entry.subject,
          entry.reason,
        ]);
        for (const line of columns(rows)) terminal.out(line);
      } finally {
        catalog.close();
      }
    });
}

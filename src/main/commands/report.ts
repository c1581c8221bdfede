/** Why this file exists: `loupe report`: an evaluation report as one file to mail, print or archive. */
import { basename, dirname, extname, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/contract/reports.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Terminal } from './terminal.ts';

interface ReportFlags {
  report: string;
  out: string;
  language: 'en' | 'de';
  json: boolean;
}

export function registerReport(program: Command, terminal: Terminal): void {
  program
    .command('report')
    .description('write an evaluation report as one HTML, PDF or CSV file')
    .requiredOption('--report <folder>', 'a folder made by loupe evaluate')
    .requiredOption('--out <file>', 'where it goes; its ending says the format')
    .addOption(
      new Option('--language <language>', 'of the words').choices(['en', 'de']).default('en'),
    )
    .option('--json', 'print path and size as one JSON object', false)
    .action(async (flags: ReportFlags) => {
      const format = formatOf(flags.out);
      const { createReportStore } = await import('../reports/store.ts');
      const { evaluationBytes } = await import('../reporting/export-report.ts');
      const { reportFiles } = await import('../reporting/evaluation-input.ts');
      const { ensureFolder, writeFileAtomically } = await import('../files.ts');
      const { productVersion } = await import('../version.ts');
      const folder = resolve(flags.report);
      const report = await createReportStore(dirname(folder)).get(basename(folder));
      const bytes = await evaluationBytes(
        {
          report,
          inForce: null,
          version: null,
          ...reportFiles(report, folder),
          loupe: productVersion(),
          made: new Date(),
        },
        format,
        flags.language,
      );
      const path = resolve(flags.out);
      await ensureFolder(dirname(path));
      await writeFileAtomically(path, bytes);
      if (flags.json) terminal.json({ path, bytes: bytes.length });
      else terminal.out(`Wrote ${path} (${Math.ceil(bytes.length / 1000)} kB).`);
    });
}

function formatOf(file: string): ReportFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = REPORT_FORMATS.find((one) => one === ending);
  if (format !== undefined) return format;
  throw new LoupeError(
    'usage',
    `${file} does not say by its ending which format is wanted.`,
    'Let it end in .html, .pdf or .csv.',
  );
}

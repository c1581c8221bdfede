/** Why this file exists: the contract's side of exporting reports. */
import type { Handlers } from '../../shared/contract.ts';
import { exportReport, type Exporting } from './export-report.ts';

export function reportingHandlers(exporting: Exporting): Pick<Handlers, 'reports.export'> {
  return { 'reports.export': (request) => exportReport(exporting, request) };
}

/** Why this file exists: a document as bytes in the format asked for. */
import type { ReportDocument } from './document.ts';
import { htmlOf } from './html.ts';
import { pdfOf } from './pdf.ts';

/** The same document gives the same bytes. */
export async function render(
  document: ReportDocument,
  format: 'html' | 'pdf',
): Promise<Uint8Array> {
  return format === 'html' ? htmlOf(document) : pdfOf(document);
}

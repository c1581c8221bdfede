/**
 * Why this file exists: a report as PDF. By pdfkit and not by Electron's printToPDF: it runs the same
 * on the command line, on a server without Chromium and in Electron, and its bytes depend on the
 * document alone. DejaVu Sans is embedded: European names and scripts print on every machine.
 */
import { createRequire } from 'node:module';
import PdfKit from 'pdfkit';
import type { ReportDocument } from './document.ts';
import { INKS } from './inks.ts';
import { createFlow } from './pdf-flow.ts';

const MARGIN = 42;

/** The bytes of the file, A4. The same document gives the same bytes. */
export function pdfOf(document: ReportDocument): Promise<Uint8Array> {
  const { title, subtitle, made, language, sections, footer } = document;
  const fonts = createRequire(import.meta.url);
  const pdf = new PdfKit({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: language,
    displayTitle: true,
    font: fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    info: {
      Title: `${title}: ${subtitle}`,
      Creator: 'Loupe',
      Producer: 'Loupe',
      CreationDate: made.at,
      ModDate: made.at,
    },
  });
  pdf.registerFont('normal', fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  pdf.registerFont('bold', fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  const done = collect(pdf);
  const flow = createFlow(pdf, MARGIN);
  pdf.font('bold').fontSize(18).fillColor(INKS.text).text(title);
  pdf.font('normal').fontSize(11).fillColor(INKS.muted).text(subtitle);
  pdf.fontSize(8).text(made.text);
  flow.rule();
  for (const section of sections) flow.section(section);
  numberPages(pdf, footer);
  pdf.end();
  return done;
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
}

function numberPages(pdf: PDFKit.PDFDocument, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(start + page);
    // Text below the margin would begin another page.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGIN + 12;
    const width = pdf.page.width - 2 * MARGIN;
    pdf.font('normal').fontSize(7).fillColor(INKS.muted);
    pdf.text(footer, MARGIN, y, { width: width - 60, lineBreak: false, ellipsis: true });
    pdf.text(`${page + 1} / ${count}`, MARGIN, y, { width, align: 'right', lineBreak: false });
  }
}

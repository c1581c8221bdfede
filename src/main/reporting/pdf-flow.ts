/**
 * Why this file exists: puts a report's blocks on the pages of a PDF one below the other: a block that
 * does not fit goes to the next page, and a table repeats its head there.
 */
import type { Block, Drawing, Picture, Section, Shape } from './document.ts';
import { INKS } from './inks.ts';

const SMALL = 7.5;
const NORMAL = 9;

type Table = Extract<Block, { kind: 'table' }>;

export interface Flow {
  section: (section: Section) => void;
  /** A line across the page. */
  rule: () => void;
}

export function createFlow(pdf: PDFKit.PDFDocument, margin: number): Flow {
  const width = pdf.page.width - 2 * margin;
  const bottom = (): number => pdf.page.height - margin;
  /** Begins a new page unless `height` fits below. */
  const need = (height: number): void => {
    if (pdf.y + height > bottom()) pdf.addPage();
  };

  function table({ columns, rows }: Table): void {
    const widths = columnWidths(pdf, { kind: 'table', columns, rows }, width);
    const row = (cells: readonly string[], font: string, ink: string): void => {
      pdf.font(font).fontSize(SMALL + 0.5);
      const tall = Math.max(
        ...cells.map((text, i) => pdf.heightOfString(text, { width: (widths[i] ?? 0) - 6 })),
      );
      if (pdf.y + tall + 5 > bottom()) {
        pdf.addPage();
        if (cells !== head) row(head, 'normal', INKS.muted);
        pdf.font(font).fontSize(SMALL + 0.5);
      }
      const y = pdf.y;
      let x = margin;
      pdf.fillColor(ink);
      cells.forEach((text, i) => {
        const align = columns[i]?.number === true ? 'right' : 'left';
        pdf.text(text, x + 3, y + 2, { width: (widths[i] ?? 0) - 6, align });
        x += widths[i] ?? 0;
      });
      pdf.moveTo(margin, y + tall + 4).lineTo(margin + width, y + tall + 4);
      pdf.lineWidth(0.4).strokeColor(INKS.line).stroke();
      pdf.x = margin;
      pdf.y = y + tall + 5;
    };
    const head = columns.map(({ name }) => name);
    row(head, 'normal', INKS.muted);
    for (const cells of rows) row(cells, 'normal', INKS.text);
  }

  function facts(rows: readonly (readonly [string, string])[]): void {
    const name = 105;
    for (const [key, value] of rows) {
      pdf.font('normal').fontSize(NORMAL - 0.5);
      const tall = pdf.heightOfString(value, { width: width - name });
      need(tall + 3);
      const y = pdf.y;
      pdf.fillColor(INKS.muted).text(key, margin, y, { width: name - 6 });
      pdf.fillColor(INKS.text).text(value, margin + name, y, { width: width - name });
      pdf.x = margin;
      pdf.y = y + Math.max(tall, 11) + 2;
    }
  }

  function figures(items: readonly { name: string; value: string; note: string }[]): void {
    const each = width / items.length;
    need(54);
    const y = pdf.y;
    pdf.rect(margin, y, width, 50).lineWidth(0.5).strokeColor(INKS.line).stroke();
    items.forEach(({ name, value, note }, i) => {
      const x = margin + i * each + 6;
      const room = { width: each - 10, lineBreak: false, ellipsis: true };
      pdf
        .font('normal')
        .fontSize(SMALL)
        .fillColor(INKS.muted)
        .text(name, x, y + 5, room);
      pdf
        .font('bold')
        .fontSize(14)
        .fillColor(INKS.text)
        .text(value, x, y + 15, room);
      pdf.font('normal').fontSize(6.5).fillColor(INKS.muted);
      pdf.text(note, x, y + 34, { width: each - 10, height: 16, ellipsis: true });
    });
    pdf.x = margin;
    pdf.y = y + 56;
  }

  function drawings(list: readonly Drawing[]): void {
    let x = margin;
    let row = 0;
    for (const drawing of list) {
      if (x + drawing.width > margin + width + 1) {
        pdf.y += row;
        [x, row] = [margin, 0];
      }
      if (x === margin) need(drawing.height + 16);
      const y = pdf.y;
      pdf
        .font('bold')
        .fontSize(NORMAL - 0.5)
        .fillColor(INKS.text);
      pdf.text(drawing.title, x, y, { width: drawing.width, lineBreak: false });
      pdf.save().translate(x, y + 12);
      for (const shape of drawing.shapes) draw(pdf, shape);
      pdf.restore();
      pdf.x = margin;
      pdf.y = y;
      row = Math.max(row, drawing.height + 20);
      x += drawing.width + 10;
    }
    pdf.y += row;
  }

  function pictures(list: readonly Picture[]): void {
    const across = 3;
    const gap = 9;
    const each = (width - gap * (across - 1)) / across;
    for (let i = 0; i < list.length; i += across) {
      const group = list.slice(i, i + across);
      const tall = Math.max(...group.map((one) => Math.min(each, (each * one.height) / one.width)));
      need(tall + 46);
      const y = pdf.y;
      group.forEach((picture, place) => {
        const x = margin + place * (each + gap);
        if (picture.jpeg === null) pdf.rect(x, y, each, tall).fillColor(INKS.ground).fill();
        else pdf.image(Buffer.from(picture.jpeg), x, y, { fit: [each, tall] });
        picture.lines.forEach((line, at) => {
          pdf.font(at === 0 ? 'bold' : 'normal').fontSize(SMALL);
          pdf.fillColor(at === 0 ? INKS.text : INKS.muted);
          pdf.text(line, x, y + tall + 3 + at * 10, {
            width: each,
            lineBreak: false,
            ellipsis: true,
          });
        });
      });
      pdf.x = margin;
      pdf.y = y + tall + 10 + 10 * Math.max(...group.map(({ lines }) => lines.length));
    }
  }

  function lines(texts: readonly string[], ink: string): void {
    for (const text of texts) {
      pdf.font('normal').fontSize(NORMAL - 0.5);
      need(pdf.heightOfString(text, { width }) + 4);
      pdf.fillColor(ink).text(text, margin, pdf.y, { width });
      pdf.y += 2;
    }
  }

  function block(item: Block): void {
    switch (item.kind) {
      case 'facts':
        return facts(item.rows);
      case 'figures':
        return figures(item.items);
      case 'table':
        return table(item);
      case 'drawings':
        return drawings(item.drawings);
      case 'pictures':
        return pictures(item.pictures);
      case 'text':
        return lines([item.text], INKS.text);
      case 'warnings':
        return lines(
          item.lines.map((text) => `! ${text}`),
          INKS.review,
        );
    }
  }

  return {
    rule: () => {
      pdf.y += 4;
      pdf
        .moveTo(margin, pdf.y)
        .lineTo(margin + width, pdf.y)
        .lineWidth(1);
      pdf.strokeColor(INKS.text).stroke();
      pdf.y += 4;
    },
    section: ({ title, blocks }) => {
      need(60);
      pdf.y += 10;
      pdf.font('bold').fontSize(11).fillColor(INKS.text).text(title, margin, pdf.y, { width });
      pdf.y += 3;
      for (const item of blocks) {
        block(item);
        pdf.y += 4;
      }
    },
  };
}

/** As wide as its longest text wants, shrunk in proportion where that is more than there is. */
function columnWidths(pdf: PDFKit.PDFDocument, { columns, rows }: Table, width: number): number[] {
  pdf.font('normal').fontSize(SMALL + 0.5);
  const wanted = columns.map(({ name }, i) => {
    const texts = [name, ...rows.map((row) => row[i] ?? '')];
    return Math.min(220, Math.max(...texts.map((text) => pdf.widthOfString(text)))) + 8;
  });
  const sum = wanted.reduce((total, one) => total + one, 0);
  return wanted.map((one) => (one * width) / sum);
}

function draw(pdf: PDFKit.PDFDocument, shape: Shape): void {
  const colour = INKS[shape.ink];
  switch (shape.kind) {
    case 'path': {
      shape.points.forEach(([x, y], i) => (i === 0 ? pdf.moveTo(x, y) : pdf.lineTo(x, y)));
      pdf.lineWidth(shape.width).strokeColor(colour);
      if (shape.dash === undefined) pdf.undash();
      else pdf.dash(shape.dash, { space: shape.dash });
      pdf.stroke().undash();
      return;
    }
    case 'rect':
      pdf.rect(shape.x, shape.y, shape.width, shape.height).fillColor(colour).fill();
      return;
    case 'circle':
      pdf.circle(shape.x, shape.y, shape.radius).fillColor(colour).fill();
      return;
    case 'text': {
      pdf
        .font(shape.bold === true ? 'bold' : 'normal')
        .fontSize(6.5)
        .fillColor(colour);
      const wide = pdf.widthOfString(shape.text);
      const back = shape.anchor === 'start' ? 0 : shape.anchor === 'end' ? wide : wide / 2;
      pdf.text(shape.text, shape.x - back, shape.y - 6, { lineBreak: false });
    }
  }
}

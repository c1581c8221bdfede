/**
 * Why this file exists: a report as one HTML file that needs nothing else: styles, drawings (SVG) and
 * pictures are inside. No script; it can be mailed, archived and opened in twenty years.
 */
import type { Block, Drawing, Picture, ReportDocument, Section, Shape } from './document.ts';
import { INKS } from './inks.ts';

/** The bytes of the file, UTF-8. The same document gives the same bytes. */
export function htmlOf(document: ReportDocument): Uint8Array {
  const { language, title, subtitle, made, sections, footer } = document;
  const parts = [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<title>${escaped(title)}: ${escaped(subtitle)}</title>`,
    `<style>${STYLES}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<header><h1>${escaped(title)}</h1><p class="subtitle">${escaped(subtitle)}</p>` +
      `<p class="made"><time datetime="${made.at.toISOString()}">${escaped(made.text)}</time></p></header>`,
    ...sections.map(sectionHtml),
    `<footer>${escaped(footer)}</footer>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ];
  return Buffer.from(parts.join('\n'), 'utf8');
}

function sectionHtml({ title, blocks }: Section): string {
  return `<section><h2>${escaped(title)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return `<dl class="facts">${block.rows
        .map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`)
        .join('')}</dl>`;
    case 'figures':
      return `<dl class="figures">${block.items
        .map(
          ({ name, value, note }) =>
            `<div><dt>${escaped(name)}</dt><dd class="value">${escaped(value)}</dd>` +
            `<dd class="note">${escaped(note)}</dd></div>`,
        )
        .join('')}</dl>`;
    case 'table':
      return tableHtml(block);
    case 'drawings':
      return `<div class="drawings">${block.drawings.map(drawingHtml).join('\n')}</div>`;
    case 'pictures':
      return `<div class="pictures">${block.pictures.map(pictureHtml).join('\n')}</div>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'warnings':
      return `<ul class="warnings">${block.lines.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
  }
}

function tableHtml({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const kind = (index: number): string =>
    columns[index]?.number === true ? ' class="number"' : '';
  const head = columns.map(({ name }, i) => `<th scope="col"${kind(i)}>${escaped(name)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((text, i) =>
      i === 0
        ? `<th scope="row"${kind(i)}>${escaped(text)}</th>`
        : `<td${kind(i)}>${escaped(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** A drawing wider than this many points has a row of its own. */
const WIDE = 400;

function drawingHtml({ title, description, width, height, shapes }: Drawing): string {
  return (
    `<figure${width > WIDE ? ' class="wide"' : ''}><figcaption>${escaped(title)}</figcaption>` +
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(description)}">` +
    `${shapes.map(shapeSvg).join('')}</svg></figure>`
  );
}

function shapeSvg(shape: Shape): string {
  const colour = INKS[shape.ink];
  switch (shape.kind) {
    case 'path': {
      const points = shape.points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
      const dash = shape.dash === undefined ? '' : ` stroke-dasharray="${shape.dash}"`;
      return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${shape.width}"${dash}/>`;
    }
    case 'rect':
      return (
        `<rect x="${short(shape.x)}" y="${short(shape.y)}" width="${short(shape.width)}" ` +
        `height="${short(shape.height)}" fill="${colour}"/>`
      );
    case 'circle':
      return `<circle cx="${short(shape.x)}" cy="${short(shape.y)}" r="${shape.radius}" fill="${colour}"/>`;
    case 'text':
      return (
        `<text x="${short(shape.x)}" y="${short(shape.y)}" text-anchor="${shape.anchor}" fill="${colour}"` +
        `${shape.bold === true ? ' font-weight="700"' : ''}>${escaped(shape.text)}</text>`
      );
  }
}

function pictureHtml({ jpeg, width, height, lines }: Picture): string {
  const [first = '', ...others] = lines;
  const image =
    jpeg === null
      ? '<div class="no-picture">–</div>'
      : `<img width="${width}" height="${height}" alt="${escaped(first)}" ` +
        `src="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}">`;
  const text = others.map((line) => `<span>${escaped(line)}</span>`).join('');
  return `<figure>${image}<figcaption><strong>${escaped(first)}</strong>${text}</figcaption></figure>`;
}

const short = (value: number): string => String(Number(value.toFixed(2)));

/** Text as it may stand in HTML, in an attribute too. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLES = `
:root{color-scheme:light;font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums;color:#161b22;background:#f1f3f6}
body{margin:0}
main{max-width:64rem;margin:0 auto;padding:2rem;background:#fff;min-height:100vh;box-sizing:border-box}
h1{margin:0;font-size:1.6rem;line-height:1.2}
h2{margin:0 0 .6rem;font-size:1.05rem}
p{margin:.3rem 0}
.subtitle{font-size:1.1rem;color:#55606d}
.made,footer{color:#55606d;font-size:.85rem}
header{border-bottom:2px solid #161b22;padding-bottom:.8rem}
section{margin-top:1.6rem;break-inside:avoid-page}
.facts{margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:.1rem 1.5rem}
.facts div{display:grid;grid-template-columns:9rem 1fr;gap:.5rem;padding:.15rem 0}
.facts dt{color:#55606d}
.facts dd{margin:0;overflow-wrap:anywhere}
.figures{margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));border:1px solid #b8c0ca;border-radius:.4rem}
.figures div{padding:.7rem;border-left:1px solid #d3d9e0}
.figures div:first-child{border-left:0}
.figures dt,.figures .note{color:#55606d;font-size:.82rem}
.figures dd{margin:0}
.figures .value{font-size:1.5rem;font-weight:650;line-height:1.25}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.3rem .5rem;border-bottom:1px solid #d3d9e0;text-align:start;font-weight:400;overflow-wrap:anywhere}
thead th{color:#55606d;font-size:.82rem;vertical-align:bottom}
.number{text-align:end;white-space:nowrap}
tr{break-inside:avoid}
.drawings{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem}
figure{margin:0;break-inside:avoid}
figcaption{font-size:.85rem}
.drawings figcaption{font-weight:650}
.wide{grid-column:1/-1}
svg{width:100%;height:auto}
svg text{font-size:8px}
.pictures img,.no-picture{width:100%;height:auto;border:1px solid #d3d9e0;border-radius:.25rem;background:#f1f3f6}
.no-picture{display:grid;place-items:center;aspect-ratio:4/3;color:#55606d}
.pictures figcaption{display:grid;overflow-wrap:anywhere}
.pictures span{color:#55606d}
.warnings{margin:.4rem 0;padding:.5rem .5rem .5rem 1.6rem;border-left:3px solid #e2bf63;background:#fdf2d4;color:#5f4200}
footer{margin-top:2rem;border-top:1px solid #b8c0ca;padding-top:.5rem}
@media print{:root{background:#fff}main{padding:0;max-width:none}@page{margin:15mm}}
`.trim();

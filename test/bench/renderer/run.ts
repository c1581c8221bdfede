/**
 * Why this file exists: prints how fluent gallery and review are, in a real Chromium over the real
 * server. Run it on a calm machine: `node test/bench/renderer/run.ts [--images 100000]
 * [--opened 1000] [--only gallery|open|brush|memory]`.
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { ensureScreens } from '../../../src/main/commands/screens.ts';
import { createTerminal } from '../../../src/main/commands/terminal.ts';
import { findChromium, launchChromium } from '../../e2e/support/browser.ts';
import { quantile, traceFrames, type FrameFigures } from './frames.ts';
import { manyImages, realImages, type Subject } from './subject.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '100000' },
    opened: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
});
const rows: string[][] = [];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = (name: string): boolean => values.only === undefined || values.only === name;
const fixed = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '-');

async function gallery(browser: Browser): Promise<void> {
  const subject = await manyImages(Number(values.images));
  const page = await openPage(browser, subject, 'gallery');
  const started = performance.now();
  await page.locator('.grid-tile[title]').first().waitFor();
  rows.push(['gallery: first rows', '', fixed(performance.now() - started), '', '', '', '< 200']);
  await page.waitForTimeout(1500);
  // A row every four frames is reading; one and a half rows a frame, or two screens, is searching.
  for (const [name, step] of [
    ['reading', 40],
    ['fast', 240],
    ['flying', 1200],
  ] as const) {
    const figures = await traceFrames(browser, page, async () => {
      await page.evaluate(scrolling(step, 180));
    });
    row(`gallery of ${values.images}: ${name}`, figures, '< 20');
  }
  await page.context().close();
  await subject.close();
}

/** Scrolls by `step` pixels in each of so many frames. */
function scrolling(step: number, frames: number): string {
  return `new Promise((done) => {
    const grid = document.querySelector('.grid');
    let left = ${frames};
    const go = () => {
      grid.scrollTop += ${step};
      left -= 1;
      if (left > 0) requestAnimationFrame(go); else done();
    };
    requestAnimationFrame(go);
  })`;
}

async function openImages(browser: Browser): Promise<void> {
  const subject = await realImages(5, 30);
  const page = await openPage(browser, subject, `review/${subject.imageIds[0]}`);
  await ready(page, subject.imageIds[0] ?? 0);
  const times: number[] = [];
  for (const id of subject.imageIds.slice(1, 41)) {
    times.push(await stepTo(page, id));
    // A person looks before going on; the next image is fetched meanwhile.
    await page.waitForTimeout(1000);
  }
  rows.push([
    'open the next image with its heatmap (1600 x 1200)',
    String(times.length),
    fixed(quantile(times, 0.5)),
    fixed(quantile(times, 0.95)),
    fixed(Math.max(...times)),
    '',
    'p95 < 150',
  ]);
  await page.context().close();
  await subject.close();
}

/** Milliseconds from the key to the frame after the image and its heatmap were drawn. */
async function stepTo(page: Page, id: number): Promise<number> {
  const script = `new Promise((done) => {
    const started = performance.now();
    const stage = document.querySelector('.image-stage');
    const look = () => {
      const there = stage.dataset.image === '${id}' && stage.dataset.ready === 'true';
      requestAnimationFrame(there ? () => done(performance.now() - started) : look);
    };
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', code: 'KeyD' }));
    window.dispatchEvent(new KeyboardEvent('keyup', { key: 'd', code: 'KeyD' }));
    look();
  })`;
  return Number(await page.evaluate(script));
}

async function brush(browser: Browser): Promise<void> {
  const subject = await realImages(12.5, 2);
  const page = await openPage(browser, subject, `review/${subject.imageIds[0]}`);
  await ready(page, subject.imageIds[0] ?? 0);
  await page.evaluate(`localStorage.setItem('loupe.review', '{"brush":120,"panel":"mask"}')`);
  await page.reload();
  await ready(page, subject.imageIds[0] ?? 0);
  await page.keyboard.press('b');
  await sayName(page);
  await page.waitForTimeout(1500);
  const box = await page.getByTestId('viewer').boundingBox();
  if (box === null) throw new Error('the canvas is not on screen');
  const at = (t: number): [number, number] => [
    box.x + box.width * (0.5 + 0.35 * Math.sin(t * 1.7)),
    box.y + box.height * (0.5 + 0.35 * Math.sin(t * 2.3 + 1)),
  ];
  await page.mouse.move(...at(0));
  const figures = await traceFrames(browser, page, async () => {
    await page.mouse.down();
    for (let i = 1; i <= 300; i += 1) {
      await page.mouse.move(...at(i / 40));
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
  });
  row('brush of 120 px at 4000 x 3000', figures, '< 16');
  await page.context().close();
  await subject.close();
}

async function memory(browser: Browser): Promise<void> {
  const subject = await realImages(4, 24);
  const page = await openPage(browser, subject, `review/${subject.imageIds[0]}`);
  await ready(page, subject.imageIds[0] ?? 0);
  const session = await page.context().newCDPSession(page);
  const opened = Number(values.opened);
  const marks = new Set([Math.round(opened / 10), Math.round(opened / 2), opened]);
  let at = 0;
  let key = 'd';
  for (let i = 1; i <= opened; i += 1) {
    if (at + 1 >= subject.imageIds.length) key = 'a';
    if (at === 0) key = 'd';
    at += key === 'd' ? 1 : -1;
    await page.keyboard.press(key);
    await ready(page, subject.imageIds[at] ?? 0);
    if (marks.has(i)) {
      const { heap, resident } = await memoryOf(browser, session);
      rows.push([
        `memory after ${i} images`,
        '',
        `${heap.toFixed(0)} MB of the page`,
        `${resident.toFixed(0)} MB resident`,
        '',
        '',
        'flat',
      ]);
    }
  }
  await page.context().close();
  await subject.close();
}

async function memoryOf(
  browser: Browser,
  session: CDPSession,
): Promise<{ heap: number; resident: number }> {
  await session.send('HeapProfiler.collectGarbage');
  // Maps and masks lie beside the heap. What is resident holds also what the debugger keeps of each
  // answer (up to 200 MB), so it levels out later.
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]),
    );
  return { heap: (usedSize + backingStorageSize) / 1e6, resident: Math.max(...sizes) / 1000 };
}

async function openPage(browser: Browser, subject: Subject, screen: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(subject.url);
  const { origin } = new URL(subject.url);
  await page.goto(`${origin}/#/product/${subject.productId}/${screen}`);
  return page;
}

async function ready(page: Page, id: number): Promise<void> {
  await page.locator(`.image-stage[data-image="${id}"][data-ready="true"]`).waitFor();
}

async function sayName(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Ada');
  await dialog.getByRole('button', { name: 'Continue' }).click();
}

function row(name: string, figures: FrameFigures, target: string): void {
  const { frames, median, p95, worst, cpuMedian, cpuP95 } = figures;
  rows.push([
    name,
    String(frames),
    fixed(median),
    fixed(p95),
    fixed(worst),
    `${fixed(cpuMedian)} / ${fixed(cpuP95)}`,
    `p95 ${target}`,
  ]);
}

const chromium = findChromium();
if (chromium !== undefined) {
  const terminal = createTerminal({
    writeOut: () => undefined,
    writeError: (text) => void process.stderr.write(text),
    redraws: false,
    columns: () => 80,
    now: () => performance.now(),
    quiet: () => true,
  });
  await ensureScreens(terminal);
  const browser = await launchChromium(chromium);
  say(
    `${cpus()[0]?.model}, ${cpus().length} cores, Chromium ${browser.version()} drawing in software, ` +
      `1366 x 768; load ${loadavg()[0]?.toFixed(1)} at the start`,
  );
  if (wanted('gallery')) await gallery(browser);
  if (wanted('open')) await openImages(browser);
  if (wanted('brush')) await brush(browser);
  if (wanted('memory')) await memory(browser);
  await browser.close();
  say(`load ${loadavg()[0]?.toFixed(1)} at the end`);
  const head = ['milliseconds', 'count', 'median', 'p95', 'worst', 'CPU median / p95', 'target'];
  const widths = head.map((_, c) =>
    Math.max(...[head, ...rows].map((line) => line[c]?.length ?? 0)),
  );
  for (const line of [head, ...rows]) {
    say(
      line
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[c] ?? 0)))
        .join('  '),
    );
  }
}

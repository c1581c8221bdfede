import { describe, expect, it } from 'vitest';
import { createTerminal, formatSeconds } from '../../../src/main/commands/terminal.ts';

function record(options: { redraws?: boolean; quiet?: boolean } = {}) {
  let out = '';
  let error = '';
  let now = 0;
  const terminal = createTerminal({
    writeOut: (text) => (out += text),
    writeError: (text) => (error += text),
    redraws: options.redraws ?? false,
    columns: () => 60,
    now: () => now,
    quiet: () => options.quiet ?? false,
  });
  return {
    terminal,
    out: () => out,
    error: () => error,
    lines: () => error.split('\n').filter(Boolean),
    wait: (ms: number) => (now += ms),
  };
}

describe('the terminal', () => {
  it('keeps results on standard output and words on standard error', () => {
    const { terminal, out, error } = record();
    terminal.say('Working.');
    terminal.json({ imageAuroc: 0.998 });
    expect(JSON.parse(out())).toEqual({ imageAuroc: 0.998 });
    expect(error()).toBe('Working.\n');
  });

  it('writes few lines into a log, with size at the start and the rest on the way', () => {
    const { terminal, lines, wait } = record();
    for (let done = 0; done <= 100; done++) {
      terminal.progress({ step: 'Downloading', done, total: 100, unit: 'MB' });
      wait(100);
    }
    expect(lines()[0]).toBe('Downloading (100 MB) ...');
    expect(lines()[1]).toBe('Downloading: 40 %, 40 of 100 MB, about 6 s left');
    expect(lines().at(-1)).toBe('Downloading: 100 of 100 MB in 10 s');
    expect(lines()).toHaveLength(4);
  });

  it('reckons the remaining time of a resumed step by what it did itself', () => {
    const { terminal, lines, wait } = record();
    terminal.progress({ step: 'Training', done: 900, total: 1000, unit: 'steps' });
    wait(5000);
    terminal.progress({ step: 'Training', done: 950, total: 1000, unit: 'steps' });
    expect(lines().at(-1)).toBe('Training: 95 %, 950 of 1000 steps, about 5 s left');
  });

  it('says nothing more of a step that was over at once, but names the next one', () => {
    const { terminal, lines } = record();
    terminal.progress({ step: 'One', done: 0, total: 3 });
    terminal.progress({ step: 'One', done: 3, total: 3 });
    terminal.progress({ step: 'Two', done: 0 });
    expect(lines()).toEqual(['One (3) ...', 'Two ...']);
  });

  it('redraws one line on a terminal, cut to its width, and clears it before a message', () => {
    const { terminal, error, wait } = record({ redraws: true });
    terminal.progress({ step: 'Evaluating', done: 0, total: 10, detail: 'x'.repeat(80) });
    wait(1000);
    terminal.progress({ step: 'Evaluating', done: 5, total: 10 });
    terminal.say('A warning.');
    const drawn = error().split('\r');
    expect(drawn[1]?.replace('\x1b[K', '')).toHaveLength(59);
    expect(drawn[2]).toContain('[##########..........] 50 %');
    expect(drawn[3]).toBe('\x1b[KA warning.\n');
  });

  it('shows no progress when quiet, but still says words', () => {
    const { terminal, error } = record({ quiet: true });
    terminal.progress({ step: 'One', done: 0, total: 3 });
    terminal.say('Careful.');
    expect(error()).toBe('Careful.\n');
  });

  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
  ])('says %d seconds as "%s"', (seconds, words) => {
    expect(formatSeconds(seconds)).toBe(words);
  });
});

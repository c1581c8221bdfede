/** Why this file exists: `loupe bench`, how fast this machine does Loupe's work, in one run. */
import { availableParallelism, cpus } from 'node:os';
import { Argument, type Command } from 'commander';
import type { BenchReport, BenchResult } from '../bench/report.ts';
import type { Terminal } from './terminal.ts';

const BENCHES = ['engine', 'search', 'decode'] as const;
type BenchName = (typeof BENCHES)[number];

/** Runs the named benches, or all, one after another. */
export async function runBenches(
  names: readonly BenchName[],
  terminal: Terminal,
): Promise<BenchReport> {
  const { loadTensorFlow } = await import('../runtime/load-backend.ts');
  const { device } = await loadTensorFlow();
  const benches: BenchResult[] = [];
  for (const name of names) {
    switch (name) {
      case 'engine': {
        const { benchEngine } = await import('../bench/engine.ts');
        benches.push(await benchEngine(device.backend, terminal.progress));
        break;
      }
      case 'search': {
        const { benchSearch } = await import('../bench/search.ts');
        benches.push(await benchSearch(device.backend, terminal.progress));
        break;
      }
      case 'decode': {
        const { benchDecode } = await import('../bench/decode.ts');
        benches.push(await benchDecode(terminal.progress));
        break;
      }
    }
  }
  return {
    device: device.label,
    versions: device.versions,
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
    when: new Date().toISOString(),
    benches,
  };
}

export function registerBench(program: Command, terminal: Terminal): void {
  program
    .command('bench')
    .description('measure this machine: the engine, the search and decoding')
    .addArgument(new Argument('[which]', 'one of them; all by default').choices(BENCHES))
    .option('--json', 'print the figures as one JSON object', false)
    .action(async (which: BenchName | undefined, { json }: { json: boolean }) => {
      const report = await runBenches(which ? [which] : BENCHES, terminal);
      if (json) {
        terminal.json(report);
        return;
      }
      const { tableOf } = await import('../bench/report.ts');
      terminal.out(`Device     ${report.device}`);
      terminal.out(`Processor  ${report.processor}`);
      const { loupe, node, tfjs } = report.versions;
      terminal.out(`Versions   Loupe ${loupe}, Node ${node}, tfjs ${tfjs}`);
      terminal.out(`When       ${report.when}`);
      for (const bench of report.benches) {
        terminal.out('');
        for (const line of tableOf(bench)) terminal.out(line);
      }
    });
}

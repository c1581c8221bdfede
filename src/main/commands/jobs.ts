/** Why this file exists: `loupe jobs`: what runs, what has run, and going on with what was stopped. */
import { Option, type Command } from 'commander';
import { RunStateSchema, type Run, type RunState } from '../../shared/entities/run.ts';
import { withApplication } from './client.ts';
import { columns, moment } from './columns.ts';
import { wholeNumber } from './flags.ts';
import { productNamed } from './named.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';

interface Json {
  json?: boolean;
}
interface ListFlags extends Json {
  product?: string;
  state?: RunState[];
  limit: number;
}

const number = wholeNumber(1);
const JSON_OPTION = ['--json', 'print it as one JSON object'] as const;

export function registerJobs(program: Command, terminal: Terminal): void {
  const jobs = program.command('jobs').description('imports, trainings and other long work');
  jobs
    .command('list', { isDefault: true })
    .description('the jobs of this catalog, the newest first')
    .option('--product <name>', 'of this product only')
    .addOption(
      new Option('--state <states...>', 'in these states only').choices(RunStateSchema.options),
    )
    .option('--limit <number>', 'at most so many', wholeNumber(1, 500), 30)
    .option(...JSON_OPTION)
    .action(({ product, state, limit, json }: ListFlags) =>
      withApplication(terminal, async (client) => {
        const of =
          product === undefined
            ? {}
            : { productId: (await productNamed(client, product)).product.id };
        const states = state === undefined ? {} : { states: state };
        const runs = await client.ask('jobs.list', { ...of, ...states, limit });
        if (json) terminal.json({ jobs: runs });
        else for (const line of listLines(runs)) terminal.out(line);
      }),
    );
  jobs
    .command('show')
    .description('one job in full')
    .argument('<job>', 'its number', number)
    .option(...JSON_OPTION)
    .action((runId: number, { json }: Json) =>
      withApplication(terminal, async ({ ask }) => {
        const run = await ask('jobs.get', { runId });
        if (json) terminal.json(run);
        else for (const line of showLines(run)) terminal.out(line);
      }),
    );
  jobs
    .command('log')
    .description('what a job has said')
    .argument('<job>', 'its number', number)
    .option(...JSON_OPTION)
    .action((runId: number, { json }: Json) =>
      withApplication(terminal, async ({ ask }) => {
        await ask('jobs.get', { runId });
        const log = [];
        for (let after = 0; ;) {
          const lines = await ask('jobs.log', { runId, after });
          log.push(...lines);
          const last = lines.at(-1);
          if (last === undefined) break;
          after = last.number;
        }
        if (json) terminal.json({ log });
        else {
          for (const { at, level, text } of log) {
            terminal.out(`${moment(at)}  ${level.padEnd(7)}  ${text}`);
          }
        }
      }),
    );
  jobs
    .command('resume')
    .description('go on with a paused, failed or interrupted job, here, to its end')
    .argument('<job>', 'its number', number)
    .option(...JSON_OPTION)
    .action((runId: number, { json }: Json) =>
      withApplication(terminal, async (client) => {
        const { run } = await runJob(client, terminal, runId);
        if (json) terminal.json(run);
        else for (const line of showLines(run)) terminal.out(line);
      }),
    );
  jobs
    .command('cancel')
    .description('give a job up; its checkpoint is removed')
    .argument('<job>', 'its number', number)
    .option(...JSON_OPTION)
    .action((runId: number, { json }: Json) =>
      withApplication(terminal, async ({ ask }) => {
        const run = await ask('jobs.cancel', { runId });
        if (json) terminal.json(run);
        else terminal.out(`Job ${runId} is ${run.state}.`);
      }),
    );
}

function listLines(runs: readonly Run[]): string[] {
  if (runs.length === 0) return ['There is no job.'];
  const rows = runs.map((run) => [
    run.id,
    run.kind,
    run.state,
    moment(run.createdAt),
    run.requestedBy,
    run.failure?.sentence ?? run.progress?.step ?? '',
  ]);
  return columns([['No.', 'Kind', 'State', 'Asked for', 'By', ''], ...rows]);
}

function showLines(run: Run): string[] {
  const lines = [
    `Job        ${run.id}, ${run.kind} (${run.state}), asked for by ${run.requestedBy}`,
    `Asked for  ${moment(run.createdAt)}`,
  ];
  if (run.startedAt !== null) lines.push(`Started    ${moment(run.startedAt)}`);
  if (run.endedAt !== null) lines.push(`Ended      ${moment(run.endedAt)}`);
  if (run.progress !== null && run.state !== 'finished') {
    const { step, done, total, unit } = run.progress;
    const of = total === undefined ? '' : ` of ${total}`;
    lines.push(`At         ${step}: ${done}${of} ${unit ?? ''}`.trimEnd());
  }
  if (run.failure !== null) lines.push(run.failure.sentence, run.failure.nextStep);
  return lines;
}

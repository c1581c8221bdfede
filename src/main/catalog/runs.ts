/** Why this file exists: runs (jobs) in the catalog, so that what was under way outlives a crash. */
import { ActorSchema } from '../../shared/entities/common.ts';
import type { Json } from '../../shared/entities/common.ts';
import { canMove, RunFailureSchema, RunKindSchema } from '../../shared/entities/run.ts';
import type { Run, RunFailure, RunKind, RunLogLine, RunState } from '../../shared/entities/run.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/progress.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, SqlValue, WritableCatalog } from './catalog.ts';
import { checked, fromJson } from './checked.ts';
import { notFound } from './problems.ts';

const RUN = `SELECT id, kind, product_id AS productId, state, parameters, progress, checkpoint,
  outcome, failure, attempts, requested_by AS requestedBy, created_at AS createdAt,
  started_at AS startedAt, ended_at AS endedAt FROM run`;

type JsonColumn = 'parameters' | 'progress' | 'checkpoint' | 'outcome' | 'failure';
type RunRow = Omit<Run, JsonColumn> & Record<JsonColumn, string | null>;

function runOf(row: RunRow): Run {
  return {
    ...row,
    parameters: fromJson<Json>(row.parameters),
    progress: fromJson<NonNullable<Run['progress']>>(row.progress),
    checkpoint: fromJson<Json>(row.checkpoint),
    outcome: fromJson<Json>(row.outcome),
    failure: fromJson<RunFailure>(row.failure),
  };
}

export interface NewRun {
  kind: RunKind;
  productId: number | null;
  parameters: Json;
  requestedBy: string;
}

/** Puts a run at the end of the queue. @throws LoupeError `not-found` for the product */
export function addRun(catalog: WritableCatalog, run: NewRun): Run {
  const kind = checked(RunKindSchema, run.kind, 'The run');
  const who = checked(ActorSchema, run.requestedBy, 'The run');
  return catalog.transaction('kill', () => {
    const { id } = catalog.run(
      `INSERT INTO run (kind, product_id, state, parameters, requested_by, created_at)
         VALUES (?, ?, 'queued', ?, ?, ?)`,
      kind,
      run.productId,
      canonicalJson(run.parameters),
      who,
      catalog.now(),
    );
    return getRun(catalog, id);
  });
}

/** @throws LoupeError `not-found` */
export function getRun(catalog: ReadableCatalog, id: number): Run {
  const row = catalog.get<RunRow>(`${RUN} WHERE id = ?`, id);
  if (!row) throw notFound('run', id);
  return runOf(row);
}

export interface RunQuery {
  states?: readonly RunState[] | undefined;
  kinds?: readonly RunKind[] | undefined;
  productId?: number | undefined;
  /** Only runs with a lower number (the page after). */
  before?: number;
  limit?: number;
}

/** Runs, the newest first. */
export function listRuns(
  catalog: ReadableCatalog,
  { states, kinds, productId, before = Number.MAX_SAFE_INTEGER, limit = 200 }: RunQuery = {},
): Run[] {
  const conditions = ['id < ?'];
  const values: SqlValue[] = [before];
  const among = (column: string, list: readonly string[] | undefined): void => {
    if (list === undefined) return;
    conditions.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(list));
  };
  among('state', states);
  among('kind', kinds);
  if (productId !== undefined) {
    conditions.push('product_id = ?');
    values.push(productId);
  }
  return catalog
    .all<RunRow>(
      `${RUN} WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`,
      ...values,
      limit,
    )
    .map(runOf);
}

/** The run that waits longest; undefined when none waits. */
export function nextQueuedRun(catalog: ReadableCatalog): Run | undefined {
  const row = catalog.get<RunRow>(`${RUN} WHERE state = 'queued' ORDER BY id LIMIT 1`);
  return row && runOf(row);
}

export interface RunMove {
  outcome?: Json;
  failure?: RunFailure;
}

/**
 * Moves a run to another state; the outcome or the failure is stored with it.
 * @throws LoupeError `not-found`; `usage` when that state cannot follow the present one
 */
export function moveRun(
  catalog: WritableCatalog,
  id: number,
  to: RunState,
  { outcome, failure }: RunMove = {},
): Run {
  const told = failure && checked(RunFailureSchema, failure, 'The failure');
  return catalog.transaction('kill', () => {
    const run = getRun(catalog, id);
    if (!canMove(run.state, to)) {
      throw new LoupeError(
        'usage',
        `Run ${id} is ${run.state}; it cannot become ${to}.`,
        'Refresh the list of jobs; it has changed since.',
      );
    }
    const now = catalog.now();
    const begins = to === 'running';
    const ends = to === 'finished' || to === 'failed' || to === 'cancelled';
    catalog.run(
      `UPDATE run SET state = ?, outcome = ?, failure = ?, attempts = ?, started_at = ?,
         ended_at = ? WHERE id = ?`,
      to,
      outcome === undefined ? jsonOrNull(run.outcome) : canonicalJson(outcome),
      told ? canonicalJson(told) : null,
      run.attempts + Number(begins && run.state !== 'paused'),
      begins ? (run.startedAt ?? now) : run.startedAt,
      ends ? now : null,
      id,
    );
    return getRun(catalog, id);
  });
}

/**
 * Notes progress. A message may come late, after the run has ended; it is left out then.
 * @returns whether the run was running or paused, and the progress stored
 */
export function noteProgress(catalog: WritableCatalog, id: number, progress: Progress): boolean {
  const { step, done, total, unit, detail } = progress;
  const known = Object.entries({ step, done, total, unit, detail }).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return setWhileActive(catalog, id, 'progress', canonicalJson(Object.fromEntries(known)));
}

/** Notes where the run can go on after an interruption; as `noteProgress` for a late message. */
export function noteCheckpoint(catalog: WritableCatalog, id: number, checkpoint: Json): boolean {
  return setWhileActive(catalog, id, 'checkpoint', canonicalJson(checkpoint));
}

function setWhileActive(
  catalog: WritableCatalog,
  id: number,
  column: 'progress' | 'checkpoint',
  json: string,
): boolean {
  return catalog.transaction('kill', () => {
    const { changes } = catalog.run(
      `UPDATE run SET ${column} = ? WHERE id = ? AND state IN ('running', 'paused')`,
      json,
      id,
    );
    return changes > 0;
  });
}

/** Adds lines to a run's log. @throws LoupeError `not-found` for the run */
export function appendRunLog(
  catalog: WritableCatalog,
  runId: number,
  lines: readonly Pick<RunLogLine, 'level' | 'text'>[],
): void {
  catalog.transaction('kill', () => {
    const last = catalog.get<{ number: number | null }>(
      'SELECT max(number) AS number FROM run_log WHERE run_id = ?',
      runId,
    );
    let number = last?.number ?? 0;
    for (const { level, text } of lines) {
      number += 1;
      catalog.run(
        'INSERT INTO run_log (run_id, number, at, level, text) VALUES (?, ?, ?, ?, ?)',
        runId,
        number,
        catalog.now(),
        level,
        text,
      );
    }
  });
}

/** Lines of a run's log after line `after`, oldest first. */
export function readRunLog(
  catalog: ReadableCatalog,
  runId: number,
  { after = 0, limit = 1000 } = {},
): RunLogLine[] {
  return catalog.all<RunLogLine>(
    `SELECT number, at, level, text FROM run_log WHERE run_id = ? AND number > ?
       ORDER BY number LIMIT ?`,
    runId,
    after,
    limit,
  );
}

/**
 * Called once after opening: what was running or paused when the last process ended is marked
 * interrupted, to be offered for resuming. Returns those runs.
 */
export function interruptRuns(catalog: WritableCatalog): Run[] {
  return catalog.transaction('kill', () =>
    listRuns(catalog, { states: ['running', 'paused'], limit: Number.MAX_SAFE_INTEGER }).map(
      ({ id }) => moveRun(catalog, id, 'interrupted'),
    ),
  );
}

function jsonOrNull(value: Json): string | null {
  return value === null ? null : canonicalJson(value);
}

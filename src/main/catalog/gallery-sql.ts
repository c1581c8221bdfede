/**
 * Why this file exists: the gallery's conditions and orders as SQL. Every order is an index that
 * is walked from where the last page ended, so that page 500 costs what page 1 costs.
 *
 * Aliases: i image, s image_state, r result of the chosen model, v the frozen version's row.
 */
import type { GalleryScope, GallerySort } from '../../shared/entities/gallery.ts';
import type { Verdict } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import { all, conjunction, is, isOneOf } from './sql-text.ts';
import type { Sql } from './sql-text.ts';

/** Where a page begins: the sort key and the image of the last one before. */
export type Position = [key: string | number, imageId: number];

/**
 * One index to walk. Sorting by distance or disagreement walks two of them outwards from a
 * threshold and merges what they give.
 */
export interface Lane {
  /** Which index gives the order. */
  by: 'path' | 'date' | 'score';
  descending: boolean;
  /** Conditions on image_state beside those of the scope. */
  state: Sql[];
  /** Conditions on the result beside those of the scope. */
  result: Sql[];
  /** What lanes are merged by; the smallest first. */
  rank: (key: string | number) => number;
}

export interface Parts {
  /** What holds for every image of the product that is not excluded. */
  base: Sql[];
  /** Further conditions on image_state. */
  state: Sql[];
  /** Conditions on the frozen version's row. */
  version: Sql[];
  /** Conditions on the result. */
  result: Sql[];
  productId: number;
  versionId: number | undefined;
  modelId: number | undefined;
}

/** A table that a query can start from: its text, alias and column of the image's id. */
interface Start {
  from: string;
  alias: 'i' | 's' | 'r' | 'v';
  id: string;
}

const BY_SCORE: Start = {
  from: 'result r INDEXED BY result_by_score',
  alias: 'r',
  id: 'r.image_id',
};

/** The indexes that are walked, and the column each is sorted by. */
const ORDERS = {
  path: {
    from: 'image i INDEXED BY image_by_path',
    alias: 'i',
    id: 'i.id',
    key: 'i.path',
    columns: 'i.id, i.path, i.product_id',
  },
  date: {
    from: 'image i INDEXED BY image_by_date',
    alias: 'i',
    id: 'i.id',
    key: 'i.added_at',
    columns: 'i.id, i.added_at, i.product_id',
  },
  score: { ...BY_SCORE, key: 'r.score', columns: 'r.image_id, r.score, r.model_id' },
} as const satisfies Record<string, Start & { key: string; columns: string }>;

/** The tables from which few images are gathered, to be sorted. */
const DRIVERS: Readonly<Record<Exclude<Driver, 'order'>, Start>> = {
  state: { from: 'image_state s INDEXED BY image_state_facets', alias: 's', id: 's.image_id' },
  version: { from: 'version_image v', alias: 'v', id: 'v.image_id' },
  verdict: BY_SCORE,
};

/**
 * The conditions of a scope.
 * @throws LoupeError `usage` when verdicts or scores are asked for without what they need
 */
export function partsOf({ productId, versionId, modelId, band, filter }: GalleryScope): Parts {
  const state: Sql[] = [];
  const version: Sql[] = [];
  const result: Sql[] = [];
  if (filter.labels) state.push(isOneOf('s.label', filter.labels));
  if (filter.defectClassIds) state.push(isOneOf('s.defect_class_id', filter.defectClassIds));
  if (filter.splits) {
    if (versionId === undefined) state.push(isOneOf('s.split', filter.splits));
    else version.push(isOneOf('v.split', filter.splits));
  }
  if (filter.hasMask !== undefined) state.push(is('s.has_mask = ?', Number(filter.hasMask)));
  if (filter.reviewed !== undefined) state.push(is('s.reviewed = ?', Number(filter.reviewed)));
  if (filter.verdicts) {
    const { t1, t2 } = needed(band, 'A verdict');
    needed(modelId, 'A verdict');
    result.push(verdictIs(filter.verdicts, t1, t2));
  }
  if (filter.scores) {
    needed(modelId, 'A range of scores');
    result.push(is('r.score >= ?', filter.scores.from), is('r.score < ?', filter.scores.to));
  }
  const base = [is('s.product_id = ?', productId), is('s.excluded = 0')];
  return { base, state, version, result, productId, versionId, modelId };
}

/** @throws LoupeError `usage` when the order needs a model or a band that is not given */
export function lanesOf(sort: GallerySort, descending: boolean, scope: GalleryScope): Lane[] {
  const unranked = () => 0;
  if (sort === 'path' || sort === 'date') {
    return [{ by: sort, descending, state: [], result: [], rank: unranked }];
  }
  needed(scope.modelId, `Sorting by ${sort}`);
  if (sort === 'score') return [{ by: sort, descending, state: [], result: [], rank: unranked }];
  const { t2 } = needed(scope.band, `Sorting by ${sort}`);
  const sign = descending ? -1 : 1;
  if (sort === 'distance') {
    return [
      {
        by: 'score',
        descending,
        state: [],
        result: [is('r.score >= ?', t2)],
        rank: (score) => sign * (Number(score) - t2),
      },
      {
        by: 'score',
        descending: !descending,
        state: [],
        result: [is('r.score < ?', t2)],
        rank: (score) => sign * (t2 - Number(score)),
      },
    ];
  }
  return [
    {
      by: 'score',
      descending: !descending,
      state: [is("s.label = 'ok'")],
      result: [],
      rank: (score) => sign * (t2 - Number(score)),
    },
    {
      by: 'score',
      descending,
      state: [is("s.label = 'ng'")],
      result: [],
      rank: (score) => sign * (Number(score) - t2),
    },
  ];
}

/** From which table a query starts. `order`: walk the index of the lane's order. */
export type Driver = 'order' | 'state' | 'version' | 'verdict';

/**
 * Images of a lane after a position, in its order: columns `id` and `key`.
 * The order of the joins is fixed (CROSS JOIN): the planner cannot know how far a walk gets.
 */
export function laneSql(
  lane: Lane,
  parts: Parts,
  driver: Driver,
  after: Position | null,
  limit: number,
): Sql {
  const first = driver === 'order' ? ORDERS[lane.by] : DRIVERS[driver];
  return listSql(lane, parts, { ...first, from: is(first.from) }, after, limit);
}

/** As `laneSql` by `order`, but gives up after `steps` entries of the index. */
export function shortWalkSql(
  lane: Lane,
  parts: Parts,
  steps: number,
  after: Position | null,
  limit: number,
): Sql {
  const order = ORDERS[lane.by];
  const where =
    lane.by === 'score'
      ? [ofModel(parts), ...parts.result, ...lane.result]
      : [is('i.product_id = ?', parts.productId)];
  const from = all`(SELECT ${order.columns} FROM ${order.from}
    WHERE ${[...where, ...beyond(lane, after)]} ORDER BY ${sorted(lane)}
    LIMIT ${steps}) ${order.alias}`;
  return listSql(lane, parts, { ...order, from }, after, limit);
}

function listSql(
  lane: Lane,
  parts: Parts,
  first: Omit<Start, 'from'> & { from: Sql },
  after: Position | null,
  limit: number,
): Sql {
  const { key, id } = ORDERS[lane.by];
  const where = [...conditionsOf(parts, lane), ...beyond(lane, after)];
  return all`SELECT ${id} AS id, ${key} AS key FROM ${first.from} ${joins(lane, parts, first)}
    WHERE ${where} ORDER BY ${sorted(lane)} LIMIT ${limit}`;
}

function sorted({ by, descending }: Lane): string {
  const direction = descending ? 'DESC' : 'ASC';
  return `${ORDERS[by].key} ${direction}, ${ORDERS[by].id} ${direction}`;
}

/** What comes after a position in the lane's order. */
function beyond({ by, descending }: Lane, after: Position | null): Sql[] {
  if (!after) return [];
  const { key, id } = ORDERS[by];
  return [is(`(${key}, ${id}) ${descending ? '<' : '>'} (?, ?)`, ...after)];
}

/** Counts how many images a driver would go through, but not further than `limit`. */
export function countSql(
  lane: Lane,
  parts: Parts,
  driver: 'state' | 'verdict',
  limit: number,
): Sql {
  const where =
    driver === 'state'
      ? [...parts.base, ...parts.state, ...lane.state]
      : [ofModel(parts), ...parts.result];
  return all`SELECT count(*) AS n
    FROM (SELECT 1 FROM ${DRIVERS[driver].from} WHERE ${where} LIMIT ${limit})`;
}

/** Counts by everything that is filtered on; `verdict` is null without a model and a band. */
export function facetsSql(scope: GalleryScope): Sql {
  const parts = partsOf(scope);
  const { band } = scope;
  const withVerdict = parts.modelId !== undefined && band !== undefined;
  const tables = ['image_state s INDEXED BY image_state_facets'];
  const where = [...parts.base, ...parts.state, ...parts.version];
  if (parts.versionId !== undefined) {
    tables[0] = 'version_image v CROSS JOIN image_state s ON s.image_id = v.image_id';
    where.push(is('v.version_id = ?', parts.versionId));
  }
  const withResult = withVerdict || parts.result.length > 0;
  if (withResult) {
    tables.push('LEFT JOIN result r ON r.image_id = s.image_id AND r.model_id = ?');
    where.push(...parts.result);
  }
  const verdict: Sql = withVerdict
    ? {
        text: "CASE WHEN r.score >= ? THEN 'ng' WHEN r.score >= ? THEN 'review' WHEN r.score < ? THEN 'ok' END",
        values: [band.t2, band.t1, band.t1],
      }
    : is('NULL');
  const from: Sql = {
    text: tables.join(' '),
    values: withResult ? [parts.modelId ?? null] : [],
  };
  // In the order of image_state_facets, so that no sorting is needed without a verdict.
  return all`SELECT s.label AS label, s.defect_class_id AS defectClassId,
    ${parts.versionId === undefined ? 's.split' : 'v.split'} AS split, s.has_mask AS hasMask,
    s.reviewed AS reviewed, ${verdict} AS verdict, count(*) AS n
    FROM ${from} WHERE ${where} GROUP BY 1, 2, 3, 4, 5${withVerdict ? ', 6' : ''}`;
}

function conditionsOf(parts: Parts, lane: Lane): Sql[] {
  const where = [
    ...parts.base,
    ...parts.state,
    ...lane.state,
    ...parts.version,
    ...parts.result,
    ...lane.result,
  ];
  if (needsResult(parts, lane)) where.push(ofModel(parts));
  if (parts.versionId !== undefined) where.push(is('v.version_id = ?', parts.versionId));
  // An index is walked only with its first column fixed.
  if (lane.by !== 'score') where.push(is('i.product_id = s.product_id'));
  return where;
}

function needsResult(parts: Parts, lane: Lane): boolean {
  return lane.by === 'score' || parts.result.length > 0;
}

function ofModel({ modelId }: Parts): Sql {
  return is('r.model_id = ?', modelId ?? null);
}

/** The other tables of a lane, by their primary keys. */
function joins(lane: Lane, parts: Parts, { alias, id }: Pick<Start, 'alias' | 'id'>): string {
  const tables = {
    s: 'image_state s ON s.image_id',
    v: parts.versionId !== undefined && 'version_image v ON v.image_id',
    r: needsResult(parts, lane) && 'result r ON r.image_id',
    i: lane.by !== 'score' && 'image i ON i.id',
  };
  return Object.entries(tables)
    .flatMap(([name, table]) =>
      table === false || name === alias ? [] : `CROSS JOIN ${table} = ${id}`,
    )
    .join(' ');
}

function verdictIs(verdicts: readonly Verdict[], t1: number, t2: number): Sql {
  const wanted = new Set(verdicts);
  const low = wanted.has('ok') ? -Infinity : wanted.has('review') ? t1 : t2;
  const high = wanted.has('ng') ? Infinity : wanted.has('review') ? t2 : t1;
  const terms: Sql[] = [];
  if (low !== -Infinity) terms.push(is('r.score >= ?', low));
  if (high !== Infinity) terms.push(is('r.score < ?', high));
  if (wanted.has('ok') && wanted.has('ng') && !wanted.has('review')) {
    terms.push({ text: '(r.score < ? OR r.score >= ?)', values: [t1, t2] });
  }
  return terms.length === 0 ? is('r.score IS NOT NULL') : conjunction(terms);
}

function needed<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new LoupeError(
    'usage',
    `${what} needs a model and its thresholds.`,
    'Choose a model that has seen the images, and thresholds for it.',
  );
}

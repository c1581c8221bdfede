/**
 * Why this file exists: thresholds as they are being edited. A draft is arithmetic on a copy: nothing
 * is in force until it is applied with a reason, and it outlives a crash as text in the browser.
 */
import type { ThresholdRule } from '../../../../shared/contract/models.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type {
  Thresholds,
  ThresholdSet,
  ThresholdSource,
} from '../../../../shared/entities/threshold.ts';
import { sourceOf } from '../../../../shared/thresholds/rules.ts';
import type { ThresholdValues } from '../../../../shared/charts/flips.ts';

export interface Draft extends ThresholdValues {
  modelId: number;
  /** The set that was in force when editing began; null: the model's own suggestion. */
  basedOn: number | null;
  /** The rule that gave the product's T2, while it was not changed by hand since. */
  rule: ThresholdRule | null;
  /** The splits on which a value was chosen, by rule or by hand; empty while nothing was changed. */
  chosenOn: readonly ImageSplit[];
}

/** Whose values are edited: the product's (null) or those of one defect class. */
export type Scope = number | null;

/** A draft that equals what is in force. */
export function draftOf(
  modelId: number,
  inForce: ThresholdSet | null,
  suggested: Thresholds,
): Draft {
  return {
    modelId,
    basedOn: inForce?.id ?? null,
    base: inForce?.base ?? suggested,
    perClass: inForce?.perClass ?? [],
    rule: null,
    chosenOn: [],
  };
}

/** The values of a scope; a class without its own has the product's. */
export function valuesOf(draft: ThresholdValues, scope: Scope): Thresholds {
  return (
    draft.perClass.find(({ defectClassId }) => defectClassId === scope)?.thresholds ?? draft.base
  );
}

/** True when the scope has values of its own; the product always has. */
export function hasOwn(draft: ThresholdValues, scope: Scope): boolean {
  return scope === null || draft.perClass.some(({ defectClassId }) => defectClassId === scope);
}

/**
 * Sets some values of a scope by hand. T1 never passes T2: the one that is not being changed is
 * pushed along. The rule that gave the product's T2 no longer holds once T2 is another.
 */
export function changed(
  draft: Draft,
  scope: Scope,
  change: Partial<Thresholds>,
  chosenOn: readonly ImageSplit[],
): Draft {
  const before = valuesOf(draft, scope);
  const next = { ...before, ...change };
  if (next.t1 > next.t2) {
    if (change.t1 === undefined) next.t1 = next.t2;
    else next.t2 = next.t1;
  }
  const moved = next.t1 !== before.t1 || next.t2 !== before.t2;
  const on = moved ? [...new Set([...draft.chosenOn, ...chosenOn])] : draft.chosenOn;
  if (scope === null) {
    const rule = next.t2 === before.t2 ? draft.rule : null;
    return { ...draft, base: next, rule, chosenOn: on };
  }
  const others = draft.perClass.filter(({ defectClassId }) => defectClassId !== scope);
  const perClass = [...others, { defectClassId: scope, thresholds: next }].sort(
    (a, b) => a.defectClassId - b.defectClassId,
  );
  return { ...draft, perClass, chosenOn: on };
}

/** Takes a rule's threshold: T1 keeps its distance below T2, so that a review band stays. */
export function ruled(
  draft: Draft,
  scope: Scope,
  rule: ThresholdRule,
  threshold: number,
  chosenOn: readonly ImageSplit[],
): Draft {
  const { t1, t2 } = valuesOf(draft, scope);
  const next = changed(draft, scope, { t1: threshold - (t2 - t1), t2: threshold }, chosenOn);
  return scope === null ? { ...next, rule, chosenOn } : next;
}

/** The class has the product's values again. */
export function withoutOwn(draft: Draft, defectClassId: number): Draft {
  return {
    ...draft,
    perClass: draft.perClass.filter((entry) => entry.defectClassId !== defectClassId),
  };
}

/** True when applying the draft would change nothing. */
export function sameValues(a: ThresholdValues, b: ThresholdValues): boolean {
  return valueKey(a) === valueKey(b);
}

function valueKey({ base, perClass }: ThresholdValues): string {
  const row = ({ t1, t2, pixel, minArea }: Thresholds) => [t1, t2, pixel, minArea];
  const own = [...perClass].sort((a, b) => a.defectClassId - b.defectClassId);
  return JSON.stringify([
    row(base),
    own.map(({ defectClassId, thresholds }) => [defectClassId, ...row(thresholds)]),
  ]);
}

/**
 * Which images chose the values, as it is stored and shown ever after. By hand over figures of test
 * images counts as chosen on test: the figures are optimistic from then on.
 */
export function sourceOfDraft({ rule, chosenOn }: Draft): ThresholdSource {
  if (rule !== null) return sourceOf(rule, chosenOn);
  return chosenOn.includes('test') ? 'test' : 'manual';
}

/** The text that `parseDraft` reads. */
export function formatDraft(draft: Draft): string {
  return JSON.stringify(draft);
}

/** A kept draft; null when it is of another model or not understood (then editing begins anew). */
export function parseDraft(text: string | null, modelId: number): Draft | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isRecord(value) || value['modelId'] !== modelId || !isThresholds(value['base'])) return null;
  const { basedOn, perClass, chosenOn } = value;
  if (basedOn !== null && typeof basedOn !== 'number') return null;
  if (!Array.isArray(perClass) || !Array.isArray(chosenOn)) return null;
  const whole = perClass.every(
    (entry) =>
      isRecord(entry) &&
      typeof entry['defectClassId'] === 'number' &&
      isThresholds(entry['thresholds']),
  );
  // The shape was checked field by field above; the rule is only passed on, and main checks it.
  return whole ? (value as unknown as Draft) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isThresholds(value: unknown): value is Thresholds {
  if (!isRecord(value)) return false;
  const numbers = ['t1', 't2', 'pixel', 'minArea'].map((key) => value[key]);
  return numbers.every((number) => typeof number === 'number' && Number.isFinite(number));
}

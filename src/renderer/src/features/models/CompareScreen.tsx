/** Why this file exists: two models side by side on the images both have seen. */
import { useMemo, useState } from 'react';
import type { ModelSummary, ResultColumns } from '../../../../shared/contract/models.ts';
import {
  countEffects,
  flipsBetween,
  pairedScores,
  type ThresholdValues,
} from '../../../../shared/charts/flips.ts';
import { IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ErrorNotice, LoadingNotice } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { DEFAULT_VIEW } from '../gallery/view.ts';
import { reviewRoute } from '../review/route.ts';
import { FIGURE_SPLITS, type FigureSplit } from '../thresholds/route.ts';
import { FlipList } from '../thresholds/FlipList.tsx';
import { Differences } from './Differences.tsx';
import { FigureTable } from './FigureTable.tsx';
import { modelsRoute } from './route.ts';
import { ScoreScatter } from './ScoreScatter.tsx';
import { strings } from './strings.ts';

interface CompareScreenProps {
  productId: number;
  models: readonly ModelSummary[];
  chosen: { a: number; b: number };
  onChoose: (chosen: { a: number; b: number }) => void;
}

export function CompareScreen({ productId, models, chosen, onChoose }: CompareScreenProps) {
  const [splits, setSplits] = useState<readonly FigureSplit[]>(FIGURE_SPLITS);
  const a = models.find(({ model }) => model.id === chosen.a);
  const b = models.find(({ model }) => model.id === chosen.b);
  const ask = (summary: ModelSummary | undefined) =>
    summary === undefined
      ? null
      : { modelId: summary.model.id, versionId: null, splits: [...FIGURE_SPLITS] };
  const scoresA = useQueryOf('results.columns', ask(a));
  const scoresB = useQueryOf('results.columns', ask(b));
  const failed = scoresA.error ?? scoresB.error;
  const list = modelsRoute.address(productId, { sort: 'created', descending: true, compare: null });
  const choices = models.map(({ model }) => ({
    value: String(model.id),
    label: model.name,
    note: strings.states[model.state],
  }));
  const toggle = (split: FigureSplit): void => {
    const next = FIGURE_SPLITS.filter((one) => splits.includes(one) !== (one === split));
    if (next.length > 0) setSplits(next);
  };
  return (
    <div className="page compare">
      <header className="compare-head">
        <a className="button" href={list}>
          <Icon name="back" />
          {strings.back}
        </a>
        <h1 className="visually-hidden">{strings.compareTitle}</h1>
        <Select
          label={strings.a}
          value={String(chosen.a)}
          choices={choices}
          onChange={(id) => onChoose({ ...chosen, a: Number(id) })}
        />
        <IconButton
          icon="next"
          label={strings.swap}
          className="swap"
          onClick={() => onChoose({ a: chosen.b, b: chosen.a })}
        />
        <Select
          label={strings.b}
          value={String(chosen.b)}
          choices={choices}
          onChange={(id) => onChoose({ ...chosen, b: Number(id) })}
        />
        <fieldset className="compare-splits">
          <legend className="field-label">{strings.compareOn}</legend>
          {FIGURE_SPLITS.map((split) => (
            <label key={split} className="check">
              <input
                type="checkbox"
                checked={splits.includes(split)}
                onChange={() => toggle(split)}
              />
              {strings.split[split]}
            </label>
          ))}
        </fieldset>
      </header>
      {failed !== null && <ErrorNotice error={failed} />}
      {failed === null &&
        (a === undefined ||
        b === undefined ||
        scoresA.data === undefined ||
        scoresB.data === undefined ? (
          <LoadingNotice />
        ) : (
          <Comparison
            productId={productId}
            a={{ summary: a, columns: scoresA.data }}
            b={{ summary: b, columns: scoresB.data }}
            splits={splits}
          />
        ))}
    </div>
  );
}

interface Sided {
  summary: ModelSummary;
  columns: ResultColumns;
}

interface ComparisonProps {
  productId: number;
  a: Sided;
  b: Sided;
  splits: readonly FigureSplit[];
}

function Comparison({ productId, a, b, splits }: ComparisonProps) {
  const valuesA = useMemo(() => valuesOf(a.summary), [a.summary]);
  const valuesB = useMemo(() => valuesOf(b.summary), [b.summary]);
  const chosenA = useMemo(() => ofSplits(a.columns, splits), [a.columns, splits]);
  const chosenB = useMemo(() => ofSplits(b.columns, splits), [b.columns, splits]);
  const pairs = useMemo(() => pairedScores(chosenA, chosenB), [chosenA, chosenB]);
  const flips = useMemo(
    () =>
      flipsBetween(
        { columns: chosenA, values: valuesA },
        { columns: chosenB, values: valuesB },
        splits,
      ),
    [chosenA, chosenB, valuesA, valuesB, splits],
  );
  const { worse, better, neutral } = countEffects(flips);
  const address = (image: number): string =>
    reviewRoute.address(productId, {
      image,
      view: { ...DEFAULT_VIEW, model: b.summary.model.id },
    });
  return (
    <div className="compare-body">
      <FigureTable
        a={a.summary}
        b={b.summary}
        columnsA={chosenA}
        columnsB={chosenB}
        valuesA={valuesA}
        valuesB={valuesB}
      />
      <section className="panel">
        <h2>{strings.scatter}</h2>
        {pairs.length === 0 ? (
          <p className="note">{strings.noneInCommon}</p>
        ) : (
          <ScoreScatter
            pairs={pairs}
            names={[a.summary.model.name, b.summary.model.name]}
            bands={[valuesA.base, valuesB.base]}
            addressOf={address}
          />
        )}
      </section>
      <section className="panel compare-flips">
        <h2>{strings.flips}</h2>
        {flips.length === 0 ? (
          <p className="note">{strings.flipsNone}</p>
        ) : (
          <>
            <p data-testid="flip-count">{strings.flipsCount(worse, better, neutral)}</p>
            <FlipList flips={flips} imageAddress={address} bothScores />
          </>
        )}
      </section>
      <Differences a={a.summary} b={b.summary} />
    </div>
  );
}

/** What is in force, or the model's own suggestion. */
function valuesOf({ thresholds, suggested }: ModelSummary): ThresholdValues {
  return thresholds ?? { base: suggested, perClass: [] };
}

function ofSplits(columns: ResultColumns, splits: readonly FigureSplit[]): ResultColumns {
  const keep = columns.splits.map((split) => splits.some((one) => one === split));
  const pick = <T,>(list: readonly T[]): T[] => list.filter((_, i) => keep[i] === true);
  return {
    imageIds: pick(columns.imageIds),
    scores: pick(columns.scores),
    labels: pick(columns.labels),
    defectClassIds: pick(columns.defectClassIds),
    splits: pick(columns.splits),
  };
}

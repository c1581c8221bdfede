/** Why this file exists: the thresholds of one model under edit: scores, decisions, curves, rules. */
import { useMemo, useState } from 'react';
import type { ModelSummary, ResultColumns } from '../../../../shared/contract/models.ts';
import type { VersionSummary } from '../../../../shared/contract/datasets.ts';
import { countEffects, flipsBetween } from '../../../../shared/charts/flips.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import type { ThresholdSet } from '../../../../shared/entities/threshold.ts';
import type { Go } from '../../app/define-screen.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useValue } from '../../state/value-store.ts';
import { ApplyDialog } from './ApplyDialog.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { changedValues } from './changed-values.ts';
import { ClassPanel } from './ClassPanel.tsx';
import { CurvePanel } from './CurvePanel.tsx';
import { DecisionPanel } from './DecisionPanel.tsx';
import { changed, ruled, valuesOf, withoutOwn } from './draft.ts';
import { HistoryPanel } from './HistoryPanel.tsx';
import { liveOf } from './live.ts';
import { PANELS, type ThresholdsState } from './route.ts';
import { RegionsPanel } from './RegionsPanel.tsx';
import { RulesPanel } from './RulesPanel.tsx';
import { ScorePanel } from './ScorePanel.tsx';
import { reportIdOf } from '../reports/report-id.ts';
import { strings } from './strings.ts';
import { ThresholdBar } from './ThresholdBar.tsx';
import { ThresholdNotices } from './ThresholdNotices.tsx';
import { useDraft } from './use-draft.ts';
import { useFigures } from './use-figures.ts';
import { useLinks } from './use-links.ts';

interface ThresholdWorkbenchProps {
  productId: number;
  models: readonly ModelSummary[];
  summary: ModelSummary;
  columns: ResultColumns;
  /** Newest first. */
  sets: readonly ThresholdSet[];
  classes: readonly DefectClass[];
  versions: readonly VersionSummary[];
  state: ThresholdsState;
  go: Go<ThresholdsState>;
}

export function ThresholdWorkbench(props: ThresholdWorkbenchProps) {
  const { productId, models, summary, columns, sets, classes, versions, state, go } = props;
  const [applying, setApplying] = useState(false);
  const { store, inForce, meanwhile, restored, actions, restart } = useDraft(summary, sets);
  const scope = classes.some(({ id }) => id === state.scope) ? state.scope : null;
  const figures = useFigures(columns, state.splits, scope, productId, store);
  const { live, settled, table, scores, splits, costs, setCosts, counts } = figures;
  const now = useValue(settled);
  const links = useLinks({
    productId,
    modelId: summary.model.id,
    state,
    splits,
    scope,
    values: now.values,
  });
  const before = useMemo(
    () => liveOf(inForce, { table, scores, costs, scope }),
    [inForce, table, scores, costs, scope],
  );
  const forceBand = useMemo(() => valuesOf(inForce, scope), [inForce, scope]);
  const changes = changedValues(inForce, now.draft).length;
  const scopeName =
    scope === null ? strings.product : (classes.find(({ id }) => id === scope)?.name ?? '');

  const onMove = (which: 't1' | 't2', value: number): void =>
    store.set(changed(store.get(), scope, { [which]: value }, splits));

  const flipWords = (): string => {
    const flips = flipsBetween(
      { columns, values: inForce },
      { columns, values: now.draft },
      splits,
    );
    const { worse, better, neutral } = countEffects(flips);
    return flips.length === 0
      ? strings.flipsNone
      : `${strings.flips}: ${strings.flipsCount(worse, better, neutral)}`;
  };

  const panels = {
    auto: (
      <RulesPanel
        scores={scores}
        live={live}
        inUse={scope === null ? now.draft.rule : null}
        scopeName={scopeName}
        costs={costs}
        onCosts={setCosts}
        onUse={(rule, threshold) => store.set(ruled(store.get(), scope, rule, threshold, splits))}
      />
    ),
    classes: (
      <ClassPanel
        settled={settled}
        classes={classes}
        scope={scope}
        onScope={(next) => go({ ...state, scope: next }, 'replace')}
        onDrop={(id) => store.set(withoutOwn(store.get(), id))}
        addressOf={links.ofClass}
      />
    ),
    regions: (
      <RegionsPanel
        summary={summary}
        columns={columns}
        splits={splits}
        live={live}
        settled={settled}
        onChange={(change) => store.set(changed(store.get(), scope, change, splits))}
        imageAddress={links.ofImage}
      />
    ),
    changes: (
      <ChangesPanel
        settled={settled}
        inForce={inForce}
        columns={columns}
        splits={splits}
        classes={classes}
        imageAddress={links.ofImage}
      />
    ),
    history: (
      <HistoryPanel
        sets={sets}
        onTake={({ base, perClass }) => store.set({ ...store.get(), base, perClass, rule: null })}
      />
    ),
  };

  return (
    <div className="thresholds">
      <ThresholdBar
        models={models}
        modelId={summary.model.id}
        onModel={(model) => go({ ...state, model, scope: null })}
        versions={versions}
        version={state.version}
        onVersion={(version) => go({ ...state, version })}
        splits={splits}
        counts={counts}
        onSplits={(next) => go({ ...state, splits: next }, 'replace')}
        changes={changes}
        actions={actions}
        onDiscard={restart}
        onApply={() => setApplying(true)}
      />
      <ThresholdNotices
        onTest={splits.includes('test')}
        meanwhile={meanwhile}
        restored={restored && changes > 0}
        unlabelled={now.what.unlabelled.parts}
        scopeName={scope === null ? null : scopeName}
        onProduct={() => go({ ...state, scope: null }, 'replace')}
      />
      <div className="threshold-body">
        <div className="threshold-main" tabIndex={-1}>
          <ScorePanel
            table={table}
            scope={scope}
            inForce={forceBand}
            live={live}
            settled={settled}
            onMove={onMove}
            addressOf={links.ofBin}
          />
          <DecisionPanel
            live={live}
            inForce={before}
            addressOf={links.ofCell}
            hasOwnValues={now.draft.perClass.length > 0}
          />
          <CurvePanel scores={scores} live={live} reportId={reportIdOf(summary.evaluation)} />
        </div>
        <aside className="threshold-side">
          <Tabs
            label={strings.tabsLabel}
            value={state.panel}
            onChange={(panel) => go({ ...state, panel }, 'replace')}
            parts={PANELS.map((id) => ({
              id,
              label: strings.tabs[id],
              ...(id === 'changes' && changes > 0 ? { count: changes } : {}),
              content: panels[id],
            }))}
          />
        </aside>
      </div>
      {applying && (
        <ApplyDialog
          draft={now.draft}
          inForce={inForce}
          classes={classes}
          modelName={summary.model.name}
          flips={flipWords()}
          onClose={() => setApplying(false)}
          onApplied={() => setApplying(false)}
        />
      )}
    </div>
  );
}

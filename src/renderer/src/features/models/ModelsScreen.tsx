/** Why this file exists: the registry of a product's models, or two of them side by side. */
import { useMemo, useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { trainingRoute } from '../training/route.ts';
import { CompareScreen } from './CompareScreen.tsx';
import { ImportDialog } from './FileDialogs.tsx';
import { ModelDialogs, type ModelTask } from './ModelDialogs.tsx';
import { ModelJobs } from './ModelJobs.tsx';
import { ModelTable } from './ModelTable.tsx';
import { PromotionList } from './PromotionList.tsx';
import type { ModelsState } from './route.ts';
import { sortModels } from './model-rows.ts';
import { strings } from './strings.ts';

export function ModelsScreen({ productId, state, go }: ProductScreenProps<ModelsState>) {
  const models = useQueryOf('models.list', { productId });
  const promotions = useQueryOf('models.promotions', { productId });
  const { data, error } = models;
  if (data === undefined) {
    if (error !== null) return <ErrorNotice error={error} onRetry={() => void models.refetch()} />;
    return <LoadingNotice />;
  }
  if (state.compare !== null) {
    return (
      <CompareScreen
        productId={productId}
        models={data}
        chosen={state.compare}
        onChoose={(compare) => go({ ...state, compare })}
      />
    );
  }
  return (
    <ModelList
      productId={productId}
      models={data}
      promotions={promotions.data ?? []}
      state={state}
      go={go}
    />
  );
}

interface ModelListProps extends ProductScreenProps<ModelsState> {
  models: readonly ModelSummary[];
  promotions: Parameters<typeof PromotionList>[0]['promotions'];
}

function ModelList({ productId, models, promotions, state, go }: ModelListProps) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [task, setTask] = useState<ModelTask | null>(null);
  const [importing, setImporting] = useState(false);
  const sorted = useMemo(
    () => sortModels(models, state.sort, state.descending),
    [models, state.sort, state.descending],
  );
  const [a, b] = chosen;
  const production = models.find(({ model }) => model.state === 'production');
  /** The third choice takes the place of the first. */
  const choose = (id: number): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2));
  return (
    <div className="page models">
      <header className="page-head">
        <div>
          <h1>{strings.title}</h1>
          <p className="lead">{strings.lead}</p>
        </div>
        <div className="page-actions">
          {models.length > 1 && (
            <Button
              disabled={a === undefined || b === undefined}
              title={strings.compareHint}
              onClick={() => {
                if (a !== undefined && b !== undefined) go({ ...state, compare: { a, b } });
              }}
            >
              {strings.compare}
            </Button>
          )}
          {production !== undefined && promotions.length > 1 && (
            <Button icon="undo" onClick={() => setTask({ kind: 'rollback', present: production })}>
              {strings.rollback}
            </Button>
          )}
          <Button icon="upload" onClick={() => setImporting(true)}>
            {strings.import}
          </Button>
        </div>
      </header>
      {models.length === 0 ? (
        <Notice icon="models" title={strings.none}>
          <p>{strings.noneText}</p>
          <a href={trainingRoute.address(productId, trainingRoute.parse(NOTHING))}>
            {strings.toTraining}
          </a>
        </Notice>
      ) : (
        <section className="panel table-panel">
          <ModelTable
            productId={productId}
            models={sorted}
            sort={state.sort}
            descending={state.descending}
            onSort={(sort, descending) => go({ ...state, sort, descending }, 'replace')}
            chosen={chosen}
            onChoose={choose}
            onTask={setTask}
          />
        </section>
      )}
      <ModelJobs productId={productId} models={models} />
      {promotions.length > 0 && <PromotionList promotions={promotions} models={models} />}
      {task !== null && (
        <ModelDialogs
          productId={productId}
          task={task}
          production={production}
          onClose={() => setTask(null)}
        />
      )}
      {importing && <ImportDialog productId={productId} onClose={() => setImporting(false)} />}
    </div>
  );
}

const NOTHING = { rest: [], query: new URLSearchParams() };

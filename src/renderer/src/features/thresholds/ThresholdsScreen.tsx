/** Why this file exists: finds out whose thresholds are shown and has the scores before they are. */
import { useMemo } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { modelsRoute } from '../models/route.ts';
import { trainingRoute } from '../training/route.ts';
import { FIGURE_SPLITS, type ThresholdsState } from './route.ts';
import { strings } from './strings.ts';
import { ThresholdWorkbench } from './ThresholdWorkbench.tsx';

const SPLITS = [...FIGURE_SPLITS];

export function ThresholdsScreen({ productId, state, go }: ProductScreenProps<ThresholdsState>) {
  const models = useQueryOf('models.list', { productId });
  const chosen = useMemo(() => choose(models.data ?? [], state.model), [models.data, state.model]);
  const modelId = chosen?.model.id ?? null;
  const columns = useQueryOf(
    'results.columns',
    modelId === null ? null : { modelId, versionId: state.version, splits: SPLITS },
  );
  const sets = useQueryOf('thresholds.list', modelId === null ? null : { modelId });
  const classes = useQueryOf('classes.list', { productId });
  const versions = useQueryOf('versions.list', { productId });

  const failed = [models, columns, sets, classes, versions].find(({ error }) => error !== null);
  if (failed !== undefined && failed.error !== null) {
    return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (models.data !== undefined && chosen === undefined) return <NoModel productId={productId} />;
  if (
    models.data === undefined ||
    chosen === undefined ||
    columns.data === undefined ||
    sets.data === undefined ||
    classes.data === undefined ||
    versions.data === undefined
  ) {
    return <LoadingNotice />;
  }
  if (columns.data.imageIds.length === 0 && state.version === null) {
    return <NoResults productId={productId} name={chosen.model.name} />;
  }
  return (
    <ThresholdWorkbench
      key={chosen.model.id}
      productId={productId}
      models={models.data}
      summary={chosen}
      columns={columns.data}
      sets={sets.data}
      classes={classes.data}
      versions={versions.data}
      state={state}
      go={go}
    />
  );
}

/** The model asked for, else the one in production, else the newest with figures, else the newest. */
function choose(models: readonly ModelSummary[], wanted: number | null): ModelSummary | undefined {
  return (
    models.find(({ model }) => model.id === wanted) ??
    models.find(({ model }) => model.state === 'production') ??
    models.find(({ evaluation }) => evaluation !== null) ??
    models[0]
  );
}

function NoModel({ productId }: { productId: number }) {
  return (
    <Notice icon="thresholds" title={strings.noModel}>
      <p>{strings.noModelText}</p>
      <a href={trainingRoute.address(productId, trainingRoute.parse(NOTHING))}>
        {strings.toTraining}
      </a>
    </Notice>
  );
}

function NoResults({ productId, name }: { productId: number; name: string }) {
  return (
    <Notice icon="thresholds" title={`${name}: ${strings.noResults}`}>
      <p>{strings.noResultsText}</p>
      <a href={modelsRoute.address(productId, modelsRoute.parse(NOTHING))}>{strings.toModels}</a>
    </Notice>
  );
}

const NOTHING = { rest: [], query: new URLSearchParams() };

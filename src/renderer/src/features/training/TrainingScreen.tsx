/** Why this file exists: a new training and those before it; or one training, from start to end. */
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { versionsAddress } from '../datasets/route.ts';
import type { TrainingState } from './route.ts';
import { RunPage } from './RunPage.tsx';
import { RunTable } from './RunTable.tsx';
import { text } from './strings.ts';
import { TrainForm } from './TrainForm.tsx';

export function TrainingScreen({ productId, state, go }: ProductScreenProps<TrainingState>) {
  if (state.run !== null) return <RunPage productId={productId} runId={state.run} />;
  return <NewTraining productId={productId} version={state.version} go={go} />;
}

interface NewTrainingProps {
  productId: number;
  version: number | null;
  go: ProductScreenProps<TrainingState>['go'];
}

function NewTraining({ productId, version, go }: NewTrainingProps) {
  const { data: versions, error, refetch } = useQueryOf('versions.list', { productId });
  if (versions === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  if (versions.length === 0) {
    return (
      <Notice icon="lock" title={text.noVersionTitle}>
        <p>{text.noVersionText}</p>
        <Button kind="primary" onClick={() => goToAddress(versionsAddress(productId))}>
          {text.noVersionButton}
        </Button>
      </Notice>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{text.title}</h1>
          <p className="lead">{text.lead}</p>
        </div>
      </header>
      <TrainForm
        productId={productId}
        versions={versions}
        version={version}
        onVersion={(next) => go({ run: null, version: next }, 'replace')}
        onStarted={(run) => go({ run, version: null })}
      />
      <RunTable productId={productId} />
    </div>
  );
}

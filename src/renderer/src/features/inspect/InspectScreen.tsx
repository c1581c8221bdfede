/** Why this file exists: the line of a product: started, running, or its golden parts being chosen. */
import { useState } from 'react';
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { useNow } from '../../state/use-now.ts';
import { GoldenScreen } from './GoldenScreen.tsx';
import { isOpen, lineRun } from './line-state.ts';
import { LineScreen } from './LineScreen.tsx';
import type { InspectState } from './route.ts';
import { StartScreen } from './StartScreen.tsx';
import { strings } from './strings.ts';
import { useShift } from './use-shift.ts';

/** Ended within this many milliseconds: its result is still what one wants to see. */
const JUST_NOW = 12 * 60 * 60 * 1000;

export function InspectScreen({ productId, state, go }: ProductScreenProps<InspectState>) {
  const models = useQueryOf('models.list', { productId });
  const runs = useQueryOf('jobs.list', { productId, kinds: ['inspect'], limit: 40 });
  const product = useQueryOf('products.get', { productId });
  const shift = useShift(productId);
  const now = useNow(60_000);
  /** A finished inspection stays on screen until the next one is prepared. */
  const [left, setLeft] = useState<number | null>(null);

  const failed = [models, runs, product].find(({ error }) => error !== null);
  if (failed !== undefined && failed.error !== null) {
    return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (
    models.data === undefined ||
    runs.data === undefined ||
    product.data === undefined ||
    !shift.known
  ) {
    return <LoadingNotice />;
  }
  const production = models.data.find(({ model }) => model.state === 'production');
  if (state.view === 'golden') {
    return (
      <GoldenScreen
        productId={productId}
        production={production}
        onBack={() => go({ ...state, view: 'line' })}
      />
    );
  }
  const run = lineRun(runs.data);
  const ended = run?.endedAt ?? null;
  const recent = run?.state !== 'cancelled' && ended !== null && now - ended < JUST_NOW;
  if (run !== undefined && left !== run.id && (isOpen(run) || recent || state.part !== null)) {
    return (
      <LineScreen
        productId={productId}
        run={run}
        models={models.data}
        shift={shift}
        part={state.part}
        onPart={(part) => go({ ...state, part }, 'replace')}
        onNew={() => {
          setLeft(run.id);
          go({ ...state, part: null }, 'replace');
        }}
      />
    );
  }
  if (production === undefined) {
    return (
      <Notice icon="inspect" title={strings.noModel}>
        <p>{strings.noModelText}</p>
        <a href={`#/product/${productId}/models`}>{strings.toModels}</a>
      </Notice>
    );
  }
  return (
    <StartScreen
      productId={productId}
      production={production}
      runs={runs.data}
      lastCheck={product.data.verification}
      shift={shift}
      onGolden={() => go({ view: 'golden', part: null })}
    />
  );
}

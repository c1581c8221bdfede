/** Why this file exists: how many images there are of what, where they lie, and what comes next. */
import { Button } from '../../components/Button.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { NextSteps } from './NextSteps.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';
import { SplitsPanel } from './SplitsPanel.tsx';
import { text } from './strings.ts';

export function ImagesPart({ productId, onImport }: { productId: number; onImport: () => void }) {
  const { data: counts, error, refetch } = useQueryOf('gallery.counts', { productId, filter: {} });
  if (counts === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  if (counts.total === 0) {
    return (
      <>
        <Notice icon="upload" title={text.empty.title}>
          <p>{text.empty.text}</p>
          <Button kind="primary" icon="upload" onClick={onImport}>
            {text.importButton}
          </Button>
        </Notice>
        {/* Everything may have been taken out again; the folders are still known. */}
        <SourcesPanel productId={productId} />
      </>
    );
  }
  return (
    <div className="data-parts">
      <NextSteps productId={productId} counts={counts} />
      <SplitsPanel productId={productId} total={counts.total} />
      <SourcesPanel productId={productId} />
    </div>
  );
}

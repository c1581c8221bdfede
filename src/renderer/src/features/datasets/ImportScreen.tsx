/**
 * Why this file exists: brings a folder in: name it, see how it is read, let every file be checked,
 * then add it. Everything chosen is in the address, so that a reload goes on where it was.
 */
import type { Go } from '../../app/define-screen.tsx';
import { FolderField } from '../../components/FolderField.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { useSettled } from '../../state/use-settled.ts';
import { specOf } from '../jobs/job-name.ts';
import { useJob } from '../jobs/use-jobs.ts';
import { CheckPart } from './CheckPart.tsx';
import { DropFolder } from './DropFolder.tsx';
import type { ImportState } from './import-route.ts';
import { ReadingPanel } from './ReadingPanel.tsx';
import { dataAddress } from './route.ts';
import { text } from './strings.ts';

const REST_MS = 350;

interface ImportScreenProps {
  productId: number;
  state: ImportState;
  go: Go<ImportState>;
}

export function ImportScreen({ productId, state, go }: ImportScreenProps) {
  const { folder, layout, pattern, run } = state;
  const words = text.import;
  const asked = useSettled(folder.trim(), REST_MS);
  const askedPattern = useSettled(pattern.trim(), REST_MS);
  const detected = useQueryOf(
    'imports.detect',
    asked === ''
      ? null
      : { folder: asked, layout, pattern: askedPattern === '' ? null : askedPattern },
    { keepPrevious: true },
  );
  const job = useJob(run);
  const adds = job.data !== undefined && isAdd(job.data);
  // While images are being added the choice stands; a change would belong to another import.
  const locked = job.data !== undefined && (adds || job.data.state === 'running');
  const change = (part: Partial<ImportState>): void => go({ ...state, ...part }, 'replace');

  return (
    <div className="page import">
      <header className="page-head">
        <div>
          <a className="back-link" href={dataAddress(productId)}>
            <Icon name="back" />
            {words.back}
          </a>
          <h1>{words.title}</h1>
        </div>
      </header>
      {!adds && (
        <>
          <section className="panel import-folder">
            <h2>{words.steps.folder}</h2>
            <DropFolder
              disabled={locked}
              onFolder={(dropped) => change({ folder: dropped, layout: null, run: null })}
            />
            <FolderField
              label={words.folder}
              value={folder}
              onChange={(value) => change({ folder: value, layout: null })}
              disabled={locked}
            />
          </section>
          {asked !== '' && (
            <ReadingPanel
              detected={detected.data}
              error={detected.error}
              looking={detected.isFetching}
              state={state}
              locked={locked}
              onChange={change}
            />
          )}
        </>
      )}
      {((detected.data?.images ?? 0) > 0 || run !== null) && (
        <CheckPart productId={productId} state={state} go={go} />
      )}
    </div>
  );
}

function isAdd(run: Parameters<typeof specOf>[0]): boolean {
  const spec = specOf(run);
  return spec.kind === 'import' && spec.what === 'add';
}

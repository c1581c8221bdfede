/** Why this file exists: what takes how much room, and emptying what Loupe can make again. */
import type { Storage } from '../../../../shared/contract/system.ts';
import { Button } from '../../components/Button.tsx';
import { formatBytes } from '../../components/format.ts';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { notifyError } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { useMutationOf, useQueryOf } from '../../state/queries.ts';
import { text } from './strings.ts';

export function StoragePanel() {
  const { data, error, refetch } = useQueryOf('system.storage', {});
  const words = text.storage;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {words.title}
          {data !== undefined && data.free !== null && (
            <span className="lead"> · {words.free(formatBytes(data.free))}</span>
          )}
        </h2>
      </div>
      {error !== null && <ErrorLine error={error} />}
      {data === undefined && error === null && <LoadingNotice />}
      {data !== undefined && (
        <StorageTable folders={data.folders} onCleaned={() => void refetch()} />
      )}
    </section>
  );
}

interface StorageTableProps {
  folders: Storage['folders'];
  onCleaned: () => void;
}

function StorageTable({ folders, onCleaned }: StorageTableProps) {
  const words = text.storage;
  const all = folders.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="table-panel" tabIndex={0} role="region" aria-label={words.title}>
      <table className="table storage-table">
        <thead>
          <tr>
            <th scope="col">{words.folder}</th>
            <th scope="col">{words.path}</th>
            <th scope="col" className="number">
              {words.size}
            </th>
            <th scope="col">
              <span className="visually-hidden">{words.share}</span>
            </th>
            <th scope="col">
              <span className="visually-hidden">{words.clean}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {folders.map((folder) => (
            <tr key={folder.name}>
              <th scope="row">{words.folders[folder.name]}</th>
              <td className="path-cell">
                {folder.path}
                {folder.cache && <span className="note storage-note">{words.cache}</span>}
              </td>
              <td className="number">{formatBytes(folder.bytes)}</td>
              <td className="split-share">
                <span
                  className="split-bar"
                  style={{ width: `${all === 0 ? 0 : (folder.bytes / all) * 100}%` }}
                />
              </td>
              <td className="row-actions">
                <Clean folder={folder} onCleaned={onCleaned} />
              </td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{words.all}</th>
            <td />
            <td className="number">{formatBytes(all)}</td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

interface CleanProps {
  folder: Storage['folders'][number];
  onCleaned: () => void;
}

/** Nothing is lost by it, so nothing is asked. */
function Clean({ folder, onCleaned }: CleanProps) {
  const { mutate, isPending } = useMutationOf('system.clean');
  const words = text.storage;
  const { name } = folder;
  if (name !== 'thumbnails' && name !== 'maps') return null;
  return (
    <Button
      aria-label={words.cleanLabel(words.folders[name])}
      busy={isPending}
      disabled={folder.bytes === 0}
      onClick={() =>
        mutate(
          { folder: name },
          {
            onError: notifyError,
            onSuccess: ({ freed }) => {
              notify({ kind: 'done', text: words.cleaned(formatBytes(freed)) });
              onCleaned();
            },
          },
        )
      }
    >
      {words.clean}
    </Button>
  );
}

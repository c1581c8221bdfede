/** Why this file exists: writes a version as a folder that other programs read too. */
import { useState, type FormEvent } from 'react';
import type { DatasetVersion } from '../../../../shared/entities/dataset-version.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { FolderField } from '../../components/FolderField.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { notify } from '../../state/notices.ts';
import { strings } from '../../strings/index.ts';
import type { RequestError } from '../../transport/client.ts';
import { useStartJob } from '../jobs/use-jobs.ts';
import { text } from './strings.ts';

export function ExportDialog({
  version,
  onClose,
}: {
  version: DatasetVersion;
  onClose: () => void;
}) {
  const [folder, setFolder] = useState('');
  const [failure, setFailure] = useState<RequestError | null>(null);
  const { start, isPending } = useStartJob();
  const words = text.version;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure(null);
    const run = await start(
      { kind: 'export', what: 'version', versionId: version.id, folder: folder.trim() },
      setFailure,
    );
    if (run === null) return;
    notify({ kind: 'done', text: words.exportStarted });
    onClose();
  };
  return (
    <Dialog title={words.exportTitle(version.number)} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{words.exportText}</p>
        <FolderField label={words.exportFolder} value={folder} onChange={setFolder} />
        {failure !== null && <ErrorLine error={failure} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={folder.trim() === ''} busy={isPending}>
            {words.export}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

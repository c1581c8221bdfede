/** Why this file exists: a model leaves as one file and comes in as one; both are jobs. */
import { useState, type FormEvent } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { notify } from '../../state/notices.ts';
import type { RequestError } from '../../transport/client.ts';
import { useStartJob, type JobRequest } from '../jobs/use-jobs.ts';
import { FileField } from './FileField.tsx';
import { strings } from './strings.ts';

export function ExportDialog({ summary, onClose }: { summary: ModelSummary; onClose: () => void }) {
  const { model } = summary;
  return (
    <FileDialog
      title={strings.exportTitle(model.name)}
      text={strings.exportText}
      label={strings.exportFile}
      button={strings.export}
      save={`${model.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.loupe`}
      jobOf={(file) => ({ kind: 'export', what: 'model', modelId: model.id, file })}
      onClose={onClose}
    />
  );
}

export function ImportDialog({ productId, onClose }: { productId: number; onClose: () => void }) {
  return (
    <FileDialog
      title={strings.importTitle}
      text={strings.importText}
      label={strings.importFile}
      button={strings.importButton}
      save={null}
      jobOf={(file) => ({ kind: 'import', what: 'model', productId, file })}
      onClose={onClose}
    />
  );
}

interface FileDialogProps {
  title: string;
  text: string;
  label: string;
  button: string;
  /** The name to suggest where a file is written; null where one is read. */
  save: string | null;
  jobOf: (file: string) => JobRequest;
  onClose: () => void;
}

function FileDialog({ title, text, label, button, save, jobOf, onClose }: FileDialogProps) {
  const [file, setFile] = useState('');
  const [error, setError] = useState<RequestError | null>(null);
  const { start, isPending } = useStartJob();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    const run = await start(jobOf(file.trim()), setError);
    if (run === null) return;
    notify({ kind: 'done', text: strings.started });
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{text}</p>
        <FileField label={label} value={file} onChange={setFile} save={save} />
        {error !== null && <ErrorLine error={error} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button kind="primary" type="submit" busy={isPending} disabled={file.trim() === ''}>
            {button}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

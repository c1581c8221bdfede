/** Why this file exists: a folder has moved; its images are found again by their bytes. */
import { useState, type FormEvent } from 'react';
import type { SourceSummary } from '../../../../shared/contract/products.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { FolderField } from '../../components/FolderField.tsx';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { useChange } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { strings } from '../../strings/index.ts';
import type { RequestError } from '../../transport/client.ts';
import { text } from './strings.ts';

export function RelinkDialog({
  summary,
  onClose,
}: {
  summary: SourceSummary;
  onClose: () => void;
}) {
  const { source } = summary;
  const [root, setRoot] = useState(source.root);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const { run, isPending } = useChange('sources.relink');
  const words = text.source;

  const relink = async (to: string): Promise<boolean> => {
    const result = await run({ sourceId: source.id, root: to }, setFailure);
    if (result === null) return false;
    notify({
      kind: 'done',
      text: words.relinked(formatInteger(result.found), formatInteger(result.missing)),
      undo: to === source.root ? undefined : () => void relink(source.root),
    });
    return true;
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure(null);
    if (await relink(root.trim())) onClose();
  };

  return (
    <Dialog title={words.relinkTitle} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{words.relinkText}</p>
        <FolderField label={words.relinkFolder} value={root} onChange={setRoot} />
        {failure !== null && <ErrorLine error={failure} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={root.trim() === ''} busy={isPending}>
            {words.relinkConfirm}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

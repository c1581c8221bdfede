/** Why this file exists: a decision about a model is made with a reason, and a refusal is shown in place. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { TextField } from '../../components/fields.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ErrorLine } from '../../components/Notice.tsx';
import { notify } from '../../state/notices.ts';
import type { RequestError } from '../../transport/client.ts';
import { strings } from './strings.ts';

interface DecisionDialogProps {
  title: string;
  text: string;
  warnings?: readonly string[];
  button: string;
  busy: boolean;
  /** Makes the change; the words for a toast, or null when it was not made. */
  decide: (reason: string, onError: (error: RequestError) => void) => Promise<string | null>;
  onClose: () => void;
}

export function DecisionDialog(props: DecisionDialogProps) {
  const { title, text, warnings = [], button, busy, decide, onClose } = props;
  const [reason, setReason] = useState('');
  const [error, setError] = useState<RequestError | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    const done = await decide(reason, setError);
    if (done === null) return;
    notify({ kind: 'done', text: done });
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{text}</p>
        {warnings.map((warning) => (
          <p key={warning} className="warn-line">
            <Icon name="warning" />
            {warning}
          </p>
        ))}
        <TextField
          label={strings.reason}
          hint={strings.reasonHint}
          value={reason}
          onChange={setReason}
          lines={2}
          required
          autoFocus
          maxLength={2000}
        />
        {error !== null && <ErrorLine error={error} />}
        <DialogButtons>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={reason.trim() === ''}>
            {button}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

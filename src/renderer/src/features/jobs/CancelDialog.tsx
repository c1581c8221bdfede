/** Why this file exists: a training's hours are lost by cancelling, so it is asked once. */
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { text } from './strings.ts';

export function CancelDialog({ onKeep, onCancel }: { onKeep: () => void; onCancel: () => void }) {
  return (
    <Dialog title={text.cancelAsk} size="small" role="alertdialog" onClose={onKeep}>
      <p>{text.cancelText}</p>
      <DialogButtons>
        <Button onClick={onKeep} autoFocus>
          {text.keep}
        </Button>
        <Button kind="danger" icon="stop" onClick={onCancel}>
          {text.cancel}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

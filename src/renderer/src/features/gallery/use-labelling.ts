/** Why this file exists: labelling one image or thousands is one act, said aloud and taken back at once. */
import { useCallback } from 'react';
import type { LabelValue, NewLabel } from '../../../../shared/entities/label.ts';
import { formatInteger } from '../../components/format.ts';
import { useChange } from '../../state/actor.ts';
import { announce, notify } from '../../state/notices.ts';
import { text } from './strings.ts';

export interface Labelling {
  /** Labels images; true when it was done. Shows a toast with undo unless `quiet`. */
  label: (imageIds: readonly number[], label: NewLabel, quiet?: boolean) => Promise<boolean>;
  busy: boolean;
}

/** What each key says. */
export const LABEL_KEYS = [
  { value: 'ok', key: '1' },
  { value: 'ng', key: '2' },
  { value: 'unsure', key: '3' },
] as const satisfies readonly { value: LabelValue; key: string }[];

export function useLabelling(): Labelling {
  const set = useChange('labels.set');
  const undo = useChange('labels.undo');
  const { run: runSet } = set;
  const { run: runUndo } = undo;
  const label = useCallback(
    async (imageIds: readonly number[], wanted: NewLabel, quiet = false): Promise<boolean> => {
      if (imageIds.length === 0) return false;
      const done = await runSet({ imageIds: [...imageIds], label: wanted });
      if (done === null) return false;
      const count = formatInteger(done.changed);
      const said =
        wanted.value === 'none'
          ? text.unlabelled(count)
          : text.labelled(count, text.labels[wanted.value]);
      announce(said);
      if (quiet) return true;
      notify({
        kind: 'done',
        text: said,
        undo: () => {
          void runUndo({ batchId: done.batchId }).then((taken) => {
            if (taken !== null) announce(text.undone);
          });
        },
      });
      return true;
    },
    [runSet, runUndo],
  );
  return { label, busy: set.isPending || undo.isPending };
}

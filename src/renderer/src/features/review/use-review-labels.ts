/** Why this file exists: labelling in review: one key, on to the next image, and back again. */
import { useState } from 'react';
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { useChange } from '../../state/actor.ts';
import { announce, notify } from '../../state/notices.ts';
import { text as galleryText } from '../gallery/strings.ts';
import type { LastLabel } from './LabelPanel.tsx';
import { text } from './strings.ts';
import { reviewPreferences } from './use-review-preferences.ts';

interface ReviewLabels {
  last: LastLabel | null;
  /** Labels the image on screen and goes on, where the person wants that. */
  label: (value: LabelValue, defectClassId: number | null) => void;
  comment: (comment: string) => void;
  undo: (() => void) | undefined;
}

interface Parts {
  detail: ImageDetail | null;
  next: number | undefined;
  onGo: (imageId: number) => void;
}

export function useReviewLabels({ detail, next, onGo }: Parts): ReviewLabels {
  const set = useChange('labels.set');
  const take = useChange('labels.undo');
  const [last, setLast] = useState<LastLabel | null>(null);

  const write = async (
    value: LabelValue,
    defectClassId: number | null,
    comment: string,
    advance: boolean,
  ): Promise<void> => {
    if (detail === null) return;
    const { id, path } = detail.image;
    const done = await set.run({ imageIds: [id], label: { value, defectClassId, comment } });
    if (done === null) return;
    const name = path.slice(path.lastIndexOf('/') + 1);
    setLast({ imageId: id, name, value, batchId: done.batchId });
    announce(
      value === 'none' ? galleryText.unlabelled('1') : text.labelled(galleryText.labels[value]),
    );
    if (!advance || !reviewPreferences().advance) return;
    if (next === undefined) notify({ kind: 'done', text: text.endOfQueue });
    else onGo(next);
  };

  const undo = async ({ batchId, imageId }: LastLabel): Promise<void> => {
    setLast(null);
    if ((await take.run({ batchId })) === null) return;
    announce(text.labelTaken);
    onGo(imageId);
  };

  return {
    last,
    label: (value, defectClassId) => {
      const comment = value === 'none' ? '' : (detail?.label?.comment ?? '');
      void write(value, defectClassId, comment, value !== 'none');
    },
    comment: (comment) => {
      const label = detail?.label ?? null;
      if (label === null) return;
      void write(label.value, label.defectClassId, comment, false);
    },
    undo: last === null ? undefined : () => void undo(last),
  };
}

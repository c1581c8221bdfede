/** Why this file exists: on to the next image that waits for a person, found when it is asked for. */
import { notifyError } from '../../state/actor.ts';
import { notify } from '../../state/notices.ts';
import { text } from './strings.ts';
import { asRequestError } from './use-loaded.ts';

export function goToUnreviewed(
  imageId: number,
  find: (image: number) => Promise<number | null>,
  onGo: (imageId: number) => void,
): () => void {
  return () => {
    find(imageId).then(
      (found) => {
        if (found === null) notify({ kind: 'done', text: text.noneUnreviewed });
        else onGo(found);
      },
      (error: unknown) => notifyError(asRequestError(error)),
    );
  };
}

/**
 * Why this file exists: the mask of the image on screen: opened when there is one, when a crash left a
 * draft, or when a person begins to paint; saved when the image is left.
 */
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import { fetchMedia } from '../../canvas/fetch-media.ts';
import { findDraft } from '../../canvas/mask/drafts.ts';
import {
  openMaskSession,
  type MaskSession,
  type SaveState,
} from '../../canvas/mask/mask-session.ts';
import { useActor } from '../../state/actor.ts';
import { useClient, useConnection } from '../../state/client-context.ts';
import { notify } from '../../state/notices.ts';
import { useMutationOf } from '../../state/queries.ts';
import { createValueStore, useValue } from '../../state/value-store.ts';
import { RequestError } from '../../transport/client.ts';
import { text } from './strings.ts';

const NEVER = createValueStore<SaveState>('painting');
const NONE = createValueStore<string | null>(null);

/**
 * The mask session of an image; null while there is none. `wanted`: a person is about to paint.
 */
export function useMask(detail: ImageDetail | null, wanted: boolean): MaskSession | null {
  const client = useClient();
  const actor = useActor();
  const { mutateAsync } = useMutationOf('masks.set');
  const [session, setSession] = useState<MaskSession | null>(null);
  const imageId = detail?.image.id ?? null;
  const [draftOf, setDraftOf] = useState<number | null>(null);
  useEffect(() => {
    if (imageId === null) return undefined;
    let current = true;
    findDraft(imageId).then(
      (draft) => current && draft !== null && setDraftOf(imageId),
      () => current && notify({ kind: 'problem', text: text.draftsOff, next: text.draftsOffNext }),
    );
    return () => {
      current = false;
    };
  }, [imageId]);

  const save = useEffectEvent(
    async (image: number, size: { width: number; height: number }, code: string) => {
      const by = await actor.ask();
      if (by === null) return null;
      const { width, height } = size;
      try {
        return (await mutateAsync({ imageId: image, width, height, code, by })).sha256;
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        notify({ kind: 'problem', text: error.message, next: text.maskKept });
        return null;
      }
    },
  );
  /** As it was when the session began: one's own saving changes it, and is no reason to begin anew. */
  const begin = useEffectEvent(async (): Promise<MaskSession | null> => {
    if (detail === null) return null;
    const { id, width, height } = detail.image;
    const { mask } = detail;
    return openMaskSession({
      imageId: id,
      size: { width, height },
      current:
        mask === null || mask.defectArea + mask.ignoreArea === 0
          ? null
          : {
              sha256: mask.sha256,
              load: async () => {
                const response = await fetchMedia(client.media.image(id, 'mask-code'));
                return new Uint8Array(await response.arrayBuffer());
              },
            },
      save: (base64) => save(id, { width, height }, base64),
      onDraftProblem: () => {
        notify({ kind: 'problem', text: text.draftsOff, next: text.draftsOffNext });
      },
    });
  });

  const [round, setRound] = useState(0);
  const saved = useValue(session?.state ?? NEVER) === 'saved';
  const savedAs = useValue(session?.savedAs ?? NONE);
  const sha256 = hasMask(detail) ? (detail?.mask?.sha256 ?? null) : null;
  const [seen, setSeen] = useState(sha256);
  if (sha256 !== seen) {
    setSeen(sha256);
    // Changed elsewhere (an earlier version was taken back): begin anew with that.
    if (session?.imageId === imageId && saved && savedAs !== sha256) setRound(round + 1);
  }

  const needed = imageId !== null && (wanted || draftOf === imageId || hasMask(detail));
  useEffect(() => {
    if (!needed) return undefined;
    let open: MaskSession | null = null;
    let left = false;
    begin().then(
      (begun) => {
        open = begun;
        if (left) void begun?.close();
        else setSession(begun);
      },
      (error: unknown) => {
        const known = error instanceof RequestError ? error : null;
        notify({
          kind: 'problem',
          text: known?.message ?? text.maskFailed,
          next: known?.nextStep ?? text.maskFailedNext,
        });
      },
    );
    return () => {
      left = true;
      setSession(null);
      void open?.close();
    };
  }, [needed, imageId, round]);
  useSaveBeforeUnload(session);
  const lost = useConnection() === 'lost';
  useEffect(() => {
    // What could not be saved while Loupe did not answer.
    if (!lost) void session?.flush();
  }, [lost, session]);
  return session?.imageId === imageId ? session : null;
}

function hasMask(detail: ImageDetail | null): boolean {
  const mask = detail?.mask ?? null;
  return mask !== null && mask.defectArea + mask.ignoreArea > 0;
}

/** A window that is closed or hidden saves at once; what does not get through is in the draft. */
function useSaveBeforeUnload(session: MaskSession | null): void {
  const flush = useCallback((): void => {
    if (document.visibilityState === 'hidden') void session?.flush();
  }, [session]);
  useEffect(() => {
    document.addEventListener('visibilitychange', flush);
    return () => document.removeEventListener('visibilitychange', flush);
  }, [flush]);
}

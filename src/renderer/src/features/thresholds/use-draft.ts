/** Why this file exists: the draft of one model: where it begins, what it is compared with, undo. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ThresholdSet } from '../../../../shared/entities/threshold.ts';
import type { Action } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { useValue } from '../../state/value-store.ts';
import { draftOf, sameValues, type Draft } from './draft.ts';
import { createDraftStore, keptDraft, type DraftStore } from './draft-store.ts';
import { strings } from './strings.ts';

export interface DraftUnderEdit {
  store: DraftStore;
  /** What is in force, as a draft that changes nothing. */
  inForce: Draft;
  /** A set that came into force after this draft was begun, while there are changes; else null. */
  meanwhile: ThresholdSet | null;
  /** The draft was kept from an earlier session. */
  restored: boolean;
  actions: { undo: Action; redo: Action };
  /** Begins anew from what is in force. */
  restart: () => void;
}

export function useDraft(summary: ModelSummary, sets: readonly ThresholdSet[]): DraftUnderEdit {
  const modelId = summary.model.id;
  const current = sets[0] ?? null;
  const inForce = useMemo(
    () => draftOf(modelId, current, summary.suggested),
    [modelId, current, summary.suggested],
  );
  const [{ store, restored }] = useState(() => {
    const kept = keptDraft(modelId, window.localStorage);
    return {
      restored: kept !== null && !sameValues(kept, inForce),
      store: createDraftStore(kept ?? inForce, inForce, window.localStorage),
    };
  });

  useEffect(() => store.follow(inForce), [store, inForce]);
  useEffect(() => {
    window.addEventListener('pagehide', store.flush);
    return () => {
      window.removeEventListener('pagehide', store.flush);
      store.flush();
    };
  }, [store]);

  const steps = useValue(store.steps);
  const actions = useMemo(
    () => ({
      undo: {
        id: 'thresholds-undo',
        label: strings.undo,
        group: 'general' as const,
        keys: ['Ctrl+Z'],
        enabled: steps.undo > 0,
        perform: store.undo,
      },
      redo: {
        id: 'thresholds-redo',
        label: strings.redo,
        group: 'general' as const,
        keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
        enabled: steps.redo > 0,
        perform: store.redo,
      },
    }),
    [store, steps],
  );
  useActions(useMemo(() => Object.values(actions), [actions]));

  // Not the draft itself: it changes with every frame of a drag.
  const basedOn = useSyncExternalStore(store.subscribe, () => store.get().basedOn);
  const meanwhile = current !== null && basedOn !== current.id ? current : null;
  return {
    store,
    inForce,
    meanwhile,
    restored,
    actions,
    restart: () => store.reset(inForce),
  };
}

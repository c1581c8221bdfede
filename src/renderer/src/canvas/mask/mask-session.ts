/**
 * Why this file exists: one image's mask from opening to leaving: the editor, its copy in the worker,
 * the draft after each step, and saving a moment after the last one. Nothing painted is lost: what
 * the catalog does not have yet, the draft has.
 */
import { createValueStore, type ValueStore } from '../../state/value-store.ts';
import type { MaskView } from '../MaskLayer.tsx';
import type { Size } from '../viewport.ts';
import type { Delta } from './delta.ts';
import { dropDraft, findDraft, keepDraft, type Draft } from './drafts.ts';
import { createMaskEditor, type MaskEditor } from './editor.ts';
import { runMaskJob } from './mask-client.ts';
import type { MaskJobs } from './mask-messages.ts';
import { createMaskTiles } from './mask-tiles.ts';
import { createPyramid } from './pyramid.ts';

export type SaveState = 'saved' | 'painting' | 'saving' | 'failed';

export interface MaskSource {
  imageId: number;
  size: Size;
  /** The mask the catalog has; null without one. */
  current: { sha256: string; load: () => Promise<Uint8Array<ArrayBuffer>> } | null;
  /** Saves a code (base64); answers its hash, or null when it could not be saved. */
  save: (base64: string) => Promise<string | null>;
  /** Drafts cannot be kept: a crash would lose what is not saved. Said once. */
  onDraftProblem: () => void;
}

export interface MaskSession extends MaskView {
  imageId: number;
  state: ValueStore<SaveState>;
  /** Hash of what the catalog has, as far as this session knows; null without a mask. */
  savedAs: ValueStore<string | null>;
  /** Counts up with each step, for what shows undo and areas. */
  steps: ValueStore<number>;
  /** What a crash left behind; null when nothing was, or once it was answered. */
  draft: ValueStore<Draft | null>;
  /** Takes the draft over, or throws it away. */
  answerDraft: (take: boolean) => Promise<void>;
  /** Asks the worker about this mask. */
  ask: <N extends 'fill' | 'contour' | 'importPng' | 'exportPng' | 'replace'>(
    name: N,
    input: Omit<MaskJobs[N]['input'], 'session'>,
  ) => Promise<MaskJobs[N]['output']>;
  apply: (delta: Delta | null) => void;
  /** Saves at once what is not saved. True when the catalog has it. */
  flush: () => Promise<boolean>;
  /** Saves and ends the session. */
  close: () => Promise<void>;
}

/** So long after the last step the mask is saved, milliseconds. */
const SAVE_AFTER_MS = 1200;

let nextSession = 1;

/** Opens the mask of an image for looking and painting. */
export async function openMaskSession(source: MaskSource): Promise<MaskSession> {
  const { imageId, size, current } = source;
  const session = nextSession++;
  const code = current === null ? null : await current.load();
  const { raster, marked } = await runMaskJob('open', { session, code, size });
  const editor: MaskEditor = createMaskEditor(raster, marked);
  const tiles = createMaskTiles(createPyramid(raster, null));
  if (marked !== null) tiles.repaint(marked);

  const state = createValueStore<SaveState>('saved');
  const steps = createValueStore(0);
  const draft = createValueStore<Draft | null>(null);
  const savedAs = createValueStore(current?.sha256 ?? null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> | null = null;
  /** The number of the step that the catalog, and the draft, have. */
  let savedStep = 0;
  let draftStep = 0;
  let drafting: Promise<void> = Promise.resolve();

  let draftsWork = true;
  const noDrafts = (): void => {
    if (draftsWork) source.onDraftProblem();
    draftsWork = false;
  };
  findDraft(imageId).then((found) => draft.set(found), noDrafts);

  const keep = async (): Promise<void> => {
    const step = steps.get();
    // A draft that waits for its answer must not be written over.
    if (draftStep === step || draft.get() !== null) return;
    draftStep = step;
    const encoded = await runMaskJob('encode', { session });
    await keepDraft({ imageId, code: encoded.code, base: savedAs.get(), at: Date.now() });
  };

  const save = async (): Promise<boolean> => {
    const step = steps.get();
    state.set('saving');
    const { base64 } = await runMaskJob('encode', { session });
    const hash = await source.save(base64);
    if (hash === null) {
      state.set('failed');
      return false;
    }
    savedAs.set(hash);
    savedStep = step;
    await drafting;
    if (steps.get() !== step) return flush();
    state.set('saved');
    if (draft.get() === null) await dropDraft(imageId).catch(noDrafts);
    return true;
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (savedStep === steps.get()) return true;
    saving ??= save().finally(() => (saving = null));
    return saving;
  };

  const stop = editor.onStep((delta) => {
    void runMaskJob('step', { session, delta });
    steps.set(steps.get() + 1);
    state.set('painting');
    drafting = drafting.then(keep).catch(noDrafts);
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
  });

  const apply = (delta: Delta | null): void => {
    if (delta !== null) editor.apply(delta);
  };

  return {
    imageId,
    editor,
    tiles,
    state,
    savedAs,
    steps,
    draft,
    answerDraft: async (take) => {
      const found = draft.get();
      draft.set(null);
      if (found === null) return;
      if (take) {
        const { delta } = await runMaskJob('replace', { session, code: found.code });
        apply(delta);
        if (delta !== null) return;
      }
      await dropDraft(imageId).catch(noDrafts);
    },
    ask: (name, input) => runMaskJob(name, { ...input, session }),
    apply,
    flush,
    close: async () => {
      editor.commit();
      const done = await flush();
      stop();
      // Unsaved steps stay in the draft, which is offered when the image is opened again.
      if (!done) await drafting;
      await runMaskJob('close', { session });
    },
  };
}

/** Why this file exists: which tool the pointer holds, and the tool made for the mask on screen. */
import { useCallback, useEffect, useMemo } from 'react';
import { BACKGROUND, DEFECT, IGNORE } from '../../../../shared/mask-rle.ts';
import type { Camera } from '../../canvas/camera.ts';
import { nextSize } from '../../canvas/mask/brush.ts';
import type { MaskValue } from '../../canvas/mask/editor.ts';
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import {
  createBrushTool,
  createClickTool,
  createPolygonTool,
  type BrushTool,
  type PolygonTool,
} from '../../canvas/mask/tools.ts';
import type { CanvasTool } from '../../canvas/tool.ts';
import type { Point } from '../../canvas/viewport.ts';
import { useActor } from '../../state/actor.ts';
import { announce, notify } from '../../state/notices.ts';
import { text } from './strings.ts';
import {
  reviewPreferences,
  setReviewPreferences,
  useReviewPreferences,
} from './use-review-preferences.ts';

export const TOOLS = ['select', 'brush', 'eraser', 'polygon', 'fill', 'ignore'] as const;
export type ToolName = (typeof TOOLS)[number];

export interface Tools {
  name: ToolName;
  choose: (name: ToolName) => void;
  /** Null while `select` is chosen or the mask is not open yet. */
  tool: CanvasTool | null;
  /** Closes an open polygon; undefined for other tools. */
  finish: (() => void) | undefined;
  /** Leaves what was begun; true when there was something. */
  cancel: () => boolean;
  resize: (step: number) => void;
}

const VALUES: Record<Exclude<ToolName, 'select'>, MaskValue> = {
  brush: DEFECT,
  eraser: BACKGROUND,
  polygon: DEFECT,
  fill: DEFECT,
  ignore: IGNORE,
};

/** The tools over `session`; a tool that paints is ready once the session is. */
export function useTools(
  name: ToolName,
  choose: (name: ToolName) => void,
  session: MaskSession | null,
  camera: Camera,
): Tools {
  const { brush } = useReviewPreferences();
  const held = useMemo(
    () => (session === null ? null : makeTool(name, session, camera)),
    [name, session, camera],
  );
  // A stroke or polygon under way ends with its tool.
  useEffect(() => () => void held?.tool.cancel(), [held]);
  useEffect(() => held?.brush?.refresh(), [held, brush]);

  const resize = useCallback((step: number): void => {
    setReviewPreferences({ brush: nextSize(reviewPreferences().brush, step) });
  }, []);
  return useMemo(
    () => ({
      name,
      choose,
      tool: held?.tool ?? null,
      finish: held?.polygon?.finish,
      cancel: () => held?.tool.cancel() ?? false,
      resize,
    }),
    [name, choose, held, resize],
  );
}

/**
 * Chooses a tool. Whoever paints says who they are first: asked when the first stroke is saved, the
 * question would come in the middle of the second.
 */
export function useToolChoice(set: (name: ToolName) => void): (name: ToolName) => void {
  const actor = useActor();
  return useCallback(
    (name) => {
      if (name === 'select' || actor.name !== null) {
        set(name);
        return;
      }
      void actor.ask().then((by) => {
        if (by !== null) set(name);
      });
    },
    [actor, set],
  );
}

interface Made {
  tool: CanvasTool;
  brush?: BrushTool;
  polygon?: PolygonTool;
}

function makeTool(name: ToolName, session: MaskSession, camera: Camera): Made | null {
  const { editor } = session;
  if (name === 'select') return null;
  const value = VALUES[name];
  if (name === 'polygon') {
    const pixel = (): number => 1 / camera.viewport().scale;
    const polygon = createPolygonTool(editor, () => value, pixel);
    return { tool: polygon, polygon };
  }
  if (name === 'fill') return { tool: createClickTool((point) => void fillAt(session, point)) };
  const brush = createBrushTool(editor, () => ({ diameter: reviewPreferences().brush, value }));
  return { tool: brush, brush };
}

async function fillAt(session: MaskSession, point: Point): Promise<void> {
  const { delta, runsOut } = await session.ask('fill', { point, value: DEFECT });
  if (runsOut) {
    notify({ kind: 'problem', text: text.fillRunsOut });
    announce(text.fillRunsOut);
  }
  session.apply(delta);
}

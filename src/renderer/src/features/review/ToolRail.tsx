/** Why this file exists: the mask's tools beside the image, with undo and redo. */
import { useRef } from 'react';
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import { createValueStore, useValue } from '../../state/value-store.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { moveToolbarFocus } from '../image/toolbar-focus.ts';
import type { MaskActions } from './mask-actions.ts';
import { text } from './strings.ts';

const NO_STEPS = createValueStore(0);

interface ToolRailProps {
  actions: MaskActions;
  session: MaskSession | null;
}

export function ToolRail({ actions, session }: ToolRailProps) {
  const bar = useRef<HTMLDivElement>(null);
  // Undo and redo change with every step, which renders nothing else.
  useValue(session?.steps ?? NO_STEPS);
  const undo = { ...actions.undo, enabled: session?.editor.canUndo() === true };
  const redo = { ...actions.redo, enabled: session?.editor.canRedo() === true };
  return (
    <div
      ref={bar}
      className="tool-rail"
      role="toolbar"
      aria-label={text.tools}
      aria-orientation="vertical"
      data-own-arrows
      onKeyDown={(event) => moveToolbarFocus(event, bar.current)}
    >
      <ActionButton action={actions.select} icon="select" />
      <ActionButton action={actions.brush} icon="brush" />
      <ActionButton action={actions.eraser} icon="eraser" />
      <ActionButton action={actions.polygon} icon="polygon" />
      <ActionButton action={actions.fill} icon="fill" />
      <ActionButton action={actions.ignore} icon="ignore" />
      <span className="rail-divider" />
      <ActionButton action={undo} icon="undo" />
      <ActionButton action={redo} icon="redo" />
    </div>
  );
}

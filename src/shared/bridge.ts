/**
 * Why this file exists: what the preload script and the renderer agree on, and main's ends of it.
 * Linked: src/preload/index.ts puts it on the window, src/main/ipc/electron.ts answers the contract,
 * src/main/shell/desktop.ts what only a desktop has.
 */
import { z } from 'zod';
import type { Answer, ClientMessage, EventMessage } from './contract.ts';

/** A command of the action table as it stands in the window's menu. */
export const MenuEntrySchema = z.strictObject({
  /** The action's id; comes back by `onCommand`. */
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(200),
  /** Shown beside it; the page itself listens to the key. Null without a key. */
  key: z.string().max(40).nullable(),
  enabled: z.boolean(),
  /** Null for a command that is no state. */
  checked: z.boolean().nullable(),
});
export type MenuEntry = z.infer<typeof MenuEntrySchema>;

export const MenuSchema = z.strictObject({
  label: z.string().min(1).max(100),
  entries: z.array(MenuEntrySchema).max(100),
});
export type Menu = z.infer<typeof MenuSchema>;

/** What the page may ask of the desktop; anything else is refused. */
export const DesktopMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choose-folder'), title: z.string().max(200) }),
  z.strictObject({ kind: z.literal('choose-files'), title: z.string().max(200) }),
  z.strictObject({
    kind: z.literal('choose-save'),
    title: z.string().max(200),
    name: z.string().max(200),
  }),
  z.strictObject({ kind: z.literal('set-menu'), menus: z.array(MenuSchema).max(20) }),
  /** One more window on another part of the application; `hash` begins with `#/`. */
  z.strictObject({ kind: z.literal('open-window'), hash: z.string().max(2000).startsWith('#/') }),
]);
export type DesktopMessage = z.infer<typeof DesktopMessageSchema>;

/** What only a desktop has. */
export interface DesktopBridge {
  /** The chosen folder; null when the person thought better of it. */
  chooseFolder(title: string): Promise<string | null>;
  /** Image files; empty when none was chosen. */
  chooseFiles(title: string): Promise<string[]>;
  /** Where to write; null when the person thought better of it. */
  chooseSave(title: string, name: string): Promise<string | null>;
  /** The path of something that was dropped on the page. */
  pathOf(file: File): string;
  setMenu(menus: readonly Menu[]): void;
  /** Calls `listener` with the id of each command chosen in the menu. */
  onCommand(listener: (id: string) => void): () => void;
  openWindow(hash: string): void;
}

/** What the preload script puts on `window.loupe`: no Electron object among it. */
export interface LoupeBridge {
  /** Sends one message of the contract; resolves to its answer. */
  request(message: ClientMessage): Promise<Answer>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: EventMessage) => void): () => void;
  desktop: DesktopBridge;
}

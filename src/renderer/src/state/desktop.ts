/** Why this file exists: what only a desktop window has (folder dialogs, paths of dropped files). */
import type { DesktopBridge } from '../../../shared/bridge.ts';

/** Undefined in a browser. */
export function desktop(): DesktopBridge | undefined {
  return window.loupe?.desktop;
}

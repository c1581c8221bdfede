/**
 * Why this file exists: what the page may ask of the desktop beside the contract: dialogs for folders
 * and files, the menu, one more window. Each message is checked, and only the own page is heard.
 */
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { DesktopMessageSchema, type Menu } from '../../shared/bridge.ts';
import { DESKTOP_CHANNEL } from '../../shared/channels.ts';
import { isOwnPage, type RequestEvent } from '../ipc/electron.ts';

/** What is used of Electron, passed in so that it is tested without a window. */
export interface Desktop<Sender> {
  openDialog(
    sender: Sender,
    options: OpenDialogOptions,
  ): Promise<{ canceled: boolean; filePaths: string[] }>;
  saveDialog(
    sender: Sender,
    options: SaveDialogOptions,
  ): Promise<{ canceled: boolean; filePath: string }>;
  setMenu(sender: Sender, menus: readonly Menu[]): void;
  openWindow(hash: string): void;
  /** The folder that the last dialog ended in; dialogs begin there. */
  lastFolder(): string | undefined;
  rememberFolder(path: string): void;
}

export interface DesktopPort<Sender> {
  handle(
    channel: string,
    listener: (event: RequestEvent & { sender: Sender }, message: unknown) => Promise<unknown>,
  ): void;
}

const IMAGES = { name: 'Images', extensions: ['png', 'jpg', 'jpeg', 'tif', 'tiff', 'webp', 'bmp'] };

/** Answers the page's wishes on `port`. */
export function serveDesktop<Sender>(port: DesktopPort<Sender>, desktop: Desktop<Sender>): void {
  port.handle(DESKTOP_CHANNEL, async ({ senderFrame, sender }, raw) => {
    if (!isOwnPage(senderFrame)) throw new Error('Loupe answers only its own page.');
    const message = DesktopMessageSchema.parse(raw);
    switch (message.kind) {
      case 'choose-folder': {
        const paths = await choose(desktop, sender, {
          title: message.title,
          properties: ['openDirectory', 'createDirectory'],
        });
        return paths[0] ?? null;
      }
      case 'choose-files':
        return choose(desktop, sender, {
          title: message.title,
          properties: ['openFile', 'multiSelections'],
          filters: [IMAGES, { name: '*', extensions: ['*'] }],
        });
      case 'choose-save': {
        const { canceled, filePath } = await desktop.saveDialog(sender, {
          title: message.title,
          defaultPath: message.name,
        });
        return canceled ? null : filePath;
      }
      case 'set-menu':
        desktop.setMenu(sender, message.menus);
        return null;
      case 'open-window':
        desktop.openWindow(message.hash);
        return null;
    }
  });
}

async function choose<Sender>(
  desktop: Desktop<Sender>,
  sender: Sender,
  options: OpenDialogOptions,
): Promise<string[]> {
  const from = desktop.lastFolder();
  const { canceled, filePaths } = await desktop.openDialog(sender, {
    ...options,
    ...(from === undefined ? {} : { defaultPath: from }),
  });
  const [first] = filePaths;
  if (canceled || first === undefined) return [];
  desktop.rememberFolder(first);
  return filePaths;
}

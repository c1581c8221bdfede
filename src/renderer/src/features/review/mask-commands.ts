/** Why this file exists: what the mask panel does with a mask as a whole. */
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import type { PngMeaning } from '../../canvas/mask/png.ts';
import type { Spans } from '../../canvas/mask/spans.ts';
import { notify } from '../../state/notices.ts';
import { maskFileName } from './mask-file-name.ts';
import { text } from './strings.ts';

/** Makes all of it background, as one step; false when it was. */
export function clearMask({ editor }: MaskSession): boolean {
  const { width, height } = editor.raster;
  const rows: Spans = new Int32Array(height * 3);
  for (let y = 0; y < height; y += 1) rows.set([y, 0, width], y * 3);
  editor.paint(rows, 0);
  return editor.commit();
}

/** Takes the mask of a PNG file over, as one step; says what came of it. */
export async function importMask(
  session: MaskSession,
  file: File,
  meaning: PngMeaning | null,
): Promise<'done' | 'unclear' | 'refused'> {
  const answer = await session.ask('importPng', { file, meaning });
  const { width, height } = session.editor.raster;
  switch (answer.outcome) {
    case 'imported':
      session.apply(answer.delta);
      notify({ kind: 'done', text: answer.delta === null ? text.importSame : text.importDone });
      return 'done';
    case 'unclear':
      return 'unclear';
    case 'wrong-size': {
      const was = `${answer.size.width} × ${answer.size.height}`;
      notify({
        kind: 'problem',
        text: text.importSize(was, `${width} × ${height}`),
        next: text.importSizeNext,
      });
      return 'refused';
    }
    case 'unreadable':
      notify({ kind: 'problem', text: text.importBad, next: text.importBadNext });
      return 'refused';
  }
}

/** Hands the mask to the browser as a file named after its image. */
export async function exportMask(session: MaskSession, path: string): Promise<void> {
  const blob = await session.ask('exportPng', {});
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = maskFileName(path);
  link.click();
  URL.revokeObjectURL(url);
}

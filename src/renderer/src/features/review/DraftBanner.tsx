/** Why this file exists: strokes that a crash kept from being saved are offered again. */
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import { Button } from '../../components/Button.tsx';
import { formatTime } from '../../components/format.ts';
import { useValue } from '../../state/value-store.ts';
import { text } from './strings.ts';

export function DraftBanner({ session }: { session: MaskSession }) {
  const draft = useValue(session.draft);
  if (draft === null) return null;
  return (
    <div className="draft-banner" role="alert">
      <p>{text.draftFound(formatTime(draft.at))}</p>
      <Button kind="primary" onClick={() => void session.answerDraft(true)}>
        {text.draftTake}
      </Button>
      <Button onClick={() => void session.answerDraft(false)}>{text.draftDrop}</Button>
    </div>
  );
}

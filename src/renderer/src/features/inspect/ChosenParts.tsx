/** Why this file exists: the golden parts as chosen: each with the verdict it must get and a note. */
import type { VerificationItem } from '../../../../shared/entities/verification-set.ts';
import type { Verdict } from '../../../../shared/entities/threshold.ts';
import { IconButton } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Select } from '../../components/Select.tsx';
import { useClient } from '../../state/client-context.ts';
import { useQueryOf } from '../../state/queries.ts';
import { strings } from './strings.ts';

const VERDICTS: readonly Verdict[] = ['ok', 'review', 'ng'];

interface ChosenPartsProps {
  items: readonly VerificationItem[];
  onChange: (items: readonly VerificationItem[]) => void;
}

export function ChosenParts({ items, onChange }: ChosenPartsProps) {
  const set = (imageId: number, change: Partial<VerificationItem>): void =>
    onChange(items.map((item) => (item.imageId === imageId ? { ...item, ...change } : item)));
  return (
    <section className="panel chosen">
      <h2>
        {strings.chosen} <span className="tab-count">{items.length}</span>
      </h2>
      {items.length === 0 && <p className="note">{strings.chosenNone}</p>}
      <ul className="chosen-list">
        {items.map((item) => (
          <ChosenPart
            key={item.imageId}
            item={item}
            onChange={(change) => set(item.imageId, change)}
            onRemove={() => onChange(items.filter(({ imageId }) => imageId !== item.imageId))}
          />
        ))}
      </ul>
    </section>
  );
}

interface ChosenPartProps {
  item: VerificationItem;
  onChange: (change: Partial<VerificationItem>) => void;
  onRemove: () => void;
}

function ChosenPart({ item, onChange, onRemove }: ChosenPartProps) {
  const { media } = useClient();
  const { imageId, expected, note } = item;
  const detail = useQueryOf('images.get', { imageId, modelId: null });
  const path = detail.data?.image.path ?? `#${imageId}`;
  return (
    <li>
      <img src={media.image(imageId, 'thumb')} alt="" loading="lazy" />
      <div className="chosen-words">
        <span className="chosen-path" title={path}>
          {path}
        </span>
        {(detail.data?.image.missingSince ?? null) !== null && (
          <span className="model-warning">{strings.missingFile}</span>
        )}
        <div className="chosen-fields">
          <Select
            label={strings.expectedOf(path)}
            hideLabel
            value={expected}
            choices={VERDICTS.map((value) => ({ value, label: strings.verdictWords[value] }))}
            onChange={(value) => onChange({ expected: value })}
          />
          <TextField
            label={strings.noteOf(path)}
            hideLabel
            placeholder={strings.note}
            value={note}
            maxLength={4000}
            onChange={(text) => onChange({ note: text })}
          />
        </div>
      </div>
      <IconButton icon="close" label={strings.remove(path)} onClick={onRemove} />
    </li>
  );
}

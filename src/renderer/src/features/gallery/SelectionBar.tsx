/** Why this file exists: what can be done with the chosen images, in sight while any is chosen. */
import type { LabelValue } from '../../../../shared/entities/label.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { LabelChip } from './LabelChip.tsx';
import { text } from './strings.ts';
import { LABEL_KEYS } from './use-labelling.ts';

interface SelectionBarProps {
  count: number;
  classes: readonly DefectClass[];
  busy: boolean;
  onLabel: (value: LabelValue, defectClassId: number | null) => void;
  onReview: () => void;
  onAll: () => void;
  onNone: () => void;
}

export function SelectionBar(props: SelectionBarProps) {
  const { count, classes, busy, onLabel, onReview, onAll, onNone } = props;
  return (
    <div className="selection-bar" role="toolbar" aria-label={text.selected(formatInteger(count))}>
      <strong role="status">{text.selected(formatInteger(count))}</strong>
      {LABEL_KEYS.map(({ value, key }) => (
        <Button key={value} disabled={busy} onClick={() => onLabel(value, null)}>
          <LabelChip value={value} />
          <kbd>{key}</kbd>
        </Button>
      ))}
      {classes.length > 0 && (
        <Menu
          label={text.defectClass}
          className="button"
          entries={classes.map(({ id, name }) => ({
            id: String(id),
            label: name,
            perform: () => onLabel('ng', id),
          }))}
        >
          {text.defectClass}
          <Icon name="more" />
        </Menu>
      )}
      <Button kind="quiet" disabled={busy} onClick={() => onLabel('none', null)}>
        {text.actions.labelNone}
      </Button>
      <span className="bar-gap" />
      <Button icon="review" onClick={onReview}>
        {text.open}
      </Button>
      <Button kind="quiet" onClick={onAll}>
        {text.selectAll}
      </Button>
      <Button kind="quiet" icon="close" onClick={onNone}>
        {text.selectNone}
      </Button>
    </div>
  );
}

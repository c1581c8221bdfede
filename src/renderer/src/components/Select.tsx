/** Why this file exists: a choice of one, with a label, in the look of all fields. */
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';
import { Icon } from './Icon.tsx';

export interface Choice<T extends string> {
  value: T;
  label: string;
  /** A second line in the list. */
  note?: string;
}

interface SelectProps<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
  /** Do not show the label, only say it. */
  hideLabel?: boolean;
  disabled?: boolean;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, choices, value, onChange, hideLabel = false, disabled = false } = props;
  return (
    <AriaSelect
      className="field"
      isDisabled={disabled}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="field-box select-button">
        <SelectValue className="select-value">
          {choices.find((choice) => choice.value === value)?.label}
        </SelectValue>
        <Icon name="more" />
      </Button>
      <Popover className="popover">
        <ListBox className="choices">
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="choice"
            >
              <span>{choice.label}</span>
              {choice.note !== undefined && <span className="note">{choice.note}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

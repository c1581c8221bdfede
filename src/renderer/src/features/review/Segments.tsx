/** Why this file exists: a choice of a few, all in sight. */
import { Radio, RadioGroup, Label } from 'react-aria-components';

interface SegmentsProps<T extends string> {
  label: string;
  choices: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

export function Segments<T extends string>({ label, choices, value, onChange }: SegmentsProps<T>) {
  return (
    <RadioGroup
      className="segments"
      orientation="horizontal"
      value={value}
      onChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <Label className="segments-label">{label}</Label>
      <div className="segments-row">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="segment">
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

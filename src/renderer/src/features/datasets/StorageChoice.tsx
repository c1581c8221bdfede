/** Why this file exists: leave the files where they are, or keep a copy; each says what it costs. */
import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import type { ImportState } from './import-route.ts';
import { text } from './strings.ts';

interface StorageChoiceProps {
  value: ImportState['storage'];
  onChange: (value: ImportState['storage']) => void;
  disabled: boolean;
}

export function StorageChoice({ value, onChange, disabled }: StorageChoiceProps) {
  const words = text.import;
  return (
    <RadioGroup
      className="field"
      value={value}
      isDisabled={disabled}
      onChange={(chosen) => onChange(chosen === 'copy' ? 'copy' : 'link')}
    >
      <Label className="field-label">{words.storage}</Label>
      <Radio value="link" className="radio">
        <span className="radio-mark" aria-hidden="true" />
        <span>
          {words.link}
          <Text slot="description" className="field-hint">
            {words.linkNote}
          </Text>
        </span>
      </Radio>
      <Radio value="copy" className="radio">
        <span className="radio-mark" aria-hidden="true" />
        <span>
          {words.copy}
          <Text slot="description" className="field-hint">
            {words.copyNote}
          </Text>
        </span>
      </Radio>
    </RadioGroup>
  );
}

/** Why this file exists: fields to type in: label above, hint or problem below, one look for all. */
import type { ReactNode } from 'react';
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { strings } from '../strings/index.ts';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value; marks the field. */
  problem?: string | null;
  disabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Several lines. */
  lines?: number;
  placeholder?: string;
  required?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
  hideLabel?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, problem = null, disabled = false, value, onChange, lines = 1 } = props;
  const {
    placeholder = '',
    required = false,
    autoFocus = false,
    maxLength,
    hideLabel = false,
  } = props;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isDisabled={disabled}
      isRequired={required}
      isInvalid={problem !== null}
      autoFocus={autoFocus}
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      {lines === 1 ? (
        <Input className="field-box" placeholder={placeholder} />
      ) : (
        <TextArea className="field-box" rows={lines} placeholder={placeholder} />
      )}
      <FieldFoot hint={hint} problem={problem} />
    </AriaTextField>
  );
}

interface NumberFieldProps extends FieldProps {
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
  format?: Intl.NumberFormatOptions;
  hideLabel?: boolean;
}

/** Typed or stepped; the value changes when the field is left, Enter is pressed or a step is taken. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, problem = null, disabled = false, value, onChange } = props;
  const { min, max, step, format, hideLabel = false } = props;
  return (
    <AriaNumberField
      className="field"
      value={value}
      onChange={(next) => {
        if (Number.isFinite(next)) onChange(next);
      }}
      isDisabled={disabled}
      isInvalid={problem !== null}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...(step === undefined ? {} : { step })}
      {...(format === undefined ? {} : { formatOptions: format })}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Group className="field-box number-box">
        <Input className="number-input" />
        <Button slot="decrement" className="number-step" aria-label={strings.common.less}>
          −
        </Button>
        <Button slot="increment" className="number-step" aria-label={strings.common.more}>
          +
        </Button>
      </Group>
      <FieldFoot hint={hint} problem={problem} />
    </AriaNumberField>
  );
}

function FieldFoot({ hint, problem }: { hint: ReactNode; problem: string | null }) {
  return (
    <>
      {hint !== undefined && problem === null && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem ?? undefined}</FieldError>
    </>
  );
}

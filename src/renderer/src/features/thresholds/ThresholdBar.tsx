/** Why this file exists: whose thresholds, from which images, and what is not applied yet. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { VersionSummary } from '../../../../shared/contract/datasets.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Select } from '../../components/Select.tsx';
import { FIGURE_SPLITS, type FigureSplit } from './route.ts';
import { strings } from './strings.ts';

/** Labelled parts with a score, by split. */
export type SplitCounts = Readonly<Record<ImageSplit, { good: number; defective: number }>>;

interface ThresholdBarProps {
  models: readonly ModelSummary[];
  modelId: number;
  onModel: (modelId: number) => void;
  versions: readonly VersionSummary[];
  version: number | null;
  onVersion: (version: number | null) => void;
  splits: readonly FigureSplit[];
  counts: SplitCounts;
  onSplits: (splits: readonly FigureSplit[]) => void;
  changes: number;
  actions: { undo: Action; redo: Action };
  onDiscard: () => void;
  onApply: () => void;
}

export function ThresholdBar(props: ThresholdBarProps) {
  const { models, modelId, onModel, versions, version, onVersion, changes, actions } = props;
  return (
    <header className="threshold-bar">
      <h1 className="visually-hidden">{strings.title}</h1>
      <Select
        label={strings.model}
        value={String(modelId)}
        choices={models.map(({ model }) => ({
          value: String(model.id),
          label: model.name,
          note: strings.state[model.state],
        }))}
        onChange={(value) => onModel(Number(value))}
      />
      <Select
        label={strings.version}
        value={version === null ? 'now' : String(version)}
        choices={[
          { value: 'now', label: strings.versionNow },
          ...versions.map(({ version: { id, number, note } }) => ({
            value: String(id),
            label: strings.versionNumber(number),
            ...(note === '' ? {} : { note }),
          })),
        ]}
        onChange={(value) => onVersion(value === 'now' ? null : Number(value))}
      />
      <SplitChoice {...props} />
      <span className="bar-gap" />
      <div className="bar-changes">
        {changes === 0 ? (
          <Chip>{strings.noChanges}</Chip>
        ) : (
          <Chip tone="warn">{strings.changes(changes)}</Chip>
        )}
        <div className="bar-buttons">
          <ActionButton action={actions.undo} icon="undo" />
          <Button disabled={changes === 0} onClick={props.onDiscard}>
            {strings.discard}
          </Button>
          <Button kind="primary" disabled={changes === 0} onClick={props.onApply}>
            {strings.apply}
          </Button>
        </div>
      </div>
    </header>
  );
}

function SplitChoice({ splits, counts, onSplits }: ThresholdBarProps) {
  const toggle = (split: FigureSplit): void => {
    const next = FIGURE_SPLITS.filter((one) => splits.includes(one) !== (one === split));
    // At least one stays: figures of nothing are no figures.
    if (next.length > 0) onSplits(next);
  };
  return (
    <fieldset className="split-choice">
      <legend className="field-label">{strings.from}</legend>
      {FIGURE_SPLITS.map((split) => {
        const { good, defective } = counts[split];
        return (
          <label key={split} className="split-option" data-on={splits.includes(split)}>
            <input
              type="checkbox"
              checked={splits.includes(split)}
              onChange={() => toggle(split)}
            />
            <span>
              <strong>{strings.split[split]}</strong>
              <span className="note">{strings.splitCount(good, defective)}</span>
            </span>
            {split === 'test' && splits.includes('test') && (
              <span title={strings.tunedOnTest} className="split-warning">
                <Icon name="warning" />
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}

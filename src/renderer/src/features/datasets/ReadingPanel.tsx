/** Why this file exists: how a folder will be read: layout, file names, counts by name, link or copy. */
import type { DetectedLayout } from '../../../../shared/contract/datasets.ts';
import { TextField } from '../../components/fields.tsx';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import type { RequestError } from '../../transport/client.ts';
import { CountTable } from './CountTable.tsx';
import type { ImportState } from './import-route.ts';
import { LAYOUTS } from './layouts.ts';
import { PatternExamples } from './PatternExamples.tsx';
import { StorageChoice } from './StorageChoice.tsx';
import { text } from './strings.ts';

interface ReadingPanelProps {
  detected: DetectedLayout | undefined;
  error: RequestError | null;
  looking: boolean;
  state: ImportState;
  locked: boolean;
  onChange: (part: Partial<ImportState>) => void;
}

export function ReadingPanel({
  detected,
  error,
  looking,
  state,
  locked,
  onChange,
}: ReadingPanelProps) {
  const words = text.import;
  return (
    <section className="panel" aria-busy={looking}>
      <div className="panel-head">
        <h2>{words.steps.read}</h2>
        {looking && (
          <span className="spinner spinner-small" role="status" aria-label={words.looking} />
        )}
      </div>
      {error !== null && <ErrorLine error={error} />}
      {detected === undefined && error === null && <LoadingNotice />}
      {detected !== undefined && error === null && (
        <Reading detected={detected} state={state} locked={locked} onChange={onChange} />
      )}
    </section>
  );
}

type ReadingProps = Pick<ReadingPanelProps, 'state' | 'locked' | 'onChange'> & {
  detected: DetectedLayout;
};

function Reading({ detected, state, locked, onChange }: ReadingProps) {
  const words = text.import;
  const best = detected.layouts[0];
  if (best === undefined && state.layout === null) {
    return (
      <Notice icon="folder" title={words.noLayout}>
        <p>{words.noLayoutText}</p>
      </Notice>
    );
  }
  const shown = state.layout ?? best;
  return (
    <div className="reading">
      <div className="reading-choices">
        <Select
          label={words.layout}
          value={state.layout ?? 'auto'}
          disabled={locked}
          onChange={(value) => onChange({ layout: value === 'auto' ? null : value })}
          choices={[
            ...(best === undefined
              ? []
              : [
                  {
                    value: 'auto' as const,
                    label: words.layoutDetected(words.layouts[best]),
                    note: words.layoutNotes[best],
                  },
                ]),
            ...LAYOUTS.filter((layout) => layout !== best || state.layout !== null).map(
              (layout) => ({
                value: layout,
                label: words.layouts[layout],
                note: words.layoutNotes[layout],
              }),
            ),
          ]}
        />
        <TextField
          label={words.pattern}
          hint={words.patternHint}
          value={state.pattern}
          onChange={(pattern) => onChange({ pattern })}
          placeholder={shown === 'flat' ? '{label}_{part}_{*}' : '{part}_{*}'}
          disabled={locked}
          maxLength={200}
        />
        <StorageChoice
          value={state.storage}
          disabled={locked}
          onChange={(storage) => onChange({ storage })}
        />
      </div>
      <div className="reading-result">
        <p>
          <strong>
            {detected.masks === 0
              ? words.foundNoMasks(formatInteger(detected.images))
              : words.found(formatInteger(detected.images), formatInteger(detected.masks))}
          </strong>
        </p>
        {/* The check's own counts stand below, of files that were read. */}
        {state.run === null && <CountTable label={words.steps.read} counts={detected.counts} />}
        <PatternExamples pattern={state.pattern} examples={detected.examples} />
        {detected.warnings.length > 0 && (
          <ul className="plain-list note">
            {detected.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

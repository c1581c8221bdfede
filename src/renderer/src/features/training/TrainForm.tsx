/** Why this file exists: what to learn from and how; beside it, what that will take. */
import { useState, type FormEvent } from 'react';
import type { VersionSummary } from '../../../../shared/contract/datasets.ts';
import { Button } from '../../components/Button.tsx';
import { NumberField, TextField } from '../../components/fields.tsx';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { useQueryOf } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { specOf } from '../jobs/job-name.ts';
import { useStartJob } from '../jobs/use-jobs.ts';
import { PlanPanel } from './PlanPanel.tsx';
import { DEFAULT_SETTINGS, optionsOf, RECIPES, SIZES, suggestName } from './settings.ts';
import { text } from './strings.ts';

interface TrainFormProps {
  productId: number;
  versions: readonly VersionSummary[];
  /** Null: the newest. */
  version: number | null;
  onVersion: (version: number) => void;
  onStarted: (runId: number) => void;
}

export function TrainForm({ productId, versions, version, onVersion, onStarted }: TrainFormProps) {
  const newestFirst = versions.toSorted((a, b) => b.version.number - a.version.number);
  const chosen = newestFirst.find((summary) => summary.version.id === version) ?? newestFirst[0];
  const [settings, setSettings] = useState(DEFAULT_SETTINGS);
  const [named, setNamed] = useState<string | null>(null);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const suggestion = useSuggestion(productId, settings.recipe);
  const { start, isPending } = useStartJob();
  const name = named ?? suggestion;
  if (chosen === undefined) return null;
  const options = optionsOf(chosen.version.id, settings);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return;
    setFailure(null);
    const run = await start({ kind: 'train', name: name.trim(), ...options }, setFailure);
    if (run !== null) onStarted(run.id);
  };

  return (
    <form className="train-form" onSubmit={(event) => void submit(event)}>
      <section className="panel form">
        <h2>{text.form}</h2>
        <Select
          label={text.version}
          value={String(chosen.version.id)}
          onChange={(value) => onVersion(Number(value))}
          choices={newestFirst.map((summary) => ({
            value: String(summary.version.id),
            label: text.versionChoice(summary.version.number, formatInteger(summary.splits.train)),
            ...(summary.version.note === '' ? {} : { note: summary.version.note }),
          }))}
        />
        <Select
          label={text.recipe}
          value={settings.recipe}
          onChange={(recipe) => setSettings({ ...settings, recipe })}
          choices={RECIPES.map((recipe) => ({
            value: recipe,
            label: text.recipes[recipe],
            note: text.recipeNotes[recipe],
          }))}
        />
        <div className="form-row">
          <Select
            label={text.size}
            value={String(settings.size)}
            onChange={(size) => setSettings({ ...settings, size: Number(size) })}
            choices={SIZES.map((size) => ({ value: String(size), label: text.sizeChoice(size) }))}
          />
          <NumberField
            label={text.bank}
            value={settings.bankMb}
            onChange={(bankMb) => setSettings({ ...settings, bankMb })}
            min={1}
            max={65536}
            step={1}
            format={{ style: 'unit', unit: 'megabyte' }}
          />
          <NumberField
            label={text.seed}
            value={settings.seed}
            onChange={(seed) => setSettings({ ...settings, seed })}
            min={0}
            max={4294967295}
            step={1}
            format={{ useGrouping: false }}
          />
        </div>
        <p className="note">
          {text.sizeHint} {text.bankHint} {text.seedHint}
        </p>
        <TextField
          label={text.name}
          value={name}
          onChange={setNamed}
          maxLength={200}
          problem={name.trim() === '' ? text.nameProblem : null}
        />
        {failure !== null && <ErrorLine error={failure} />}
      </section>
      <PlanPanel options={options}>
        <Button
          kind="primary"
          icon="play"
          type="submit"
          busy={isPending}
          disabled={name.trim() === ''}
        >
          {text.start}
        </Button>
      </PlanPanel>
    </form>
  );
}

/** A name that no training of this product has yet. */
function useSuggestion(productId: number, recipe: (typeof RECIPES)[number]): string {
  const { data: product } = useQueryOf('products.get', { productId });
  const { data: runs = [] } = useQueryOf('jobs.list', { productId, kinds: ['train'], limit: 500 });
  const taken = runs.flatMap((run) => {
    const spec = specOf(run);
    return spec.kind === 'train' ? [spec.name] : [];
  });
  return product === undefined ? '' : suggestName(product.product.name, recipe, taken);
}

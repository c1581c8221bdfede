/** Why this file exists: every model in a row: what it is, how good, how it stands, what can be done. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ModelState } from '../../../../shared/entities/model.ts';
import { Chip, type ChipTone } from '../../components/Chip.tsx';
import { formatPercent, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu, type MenuEntry } from '../../components/Menu.tsx';
import { reportAddress } from '../../state/route.ts';
import { goToAddress } from '../../state/use-route.ts';
import { reportIdOf } from '../reports/report-id.ts';
import { thresholdsAddress } from '../thresholds/route.ts';
import { COLUMNS, isMetric, METRICS, metricOf, type Column } from './model-rows.ts';
import type { ModelTask } from './ModelDialogs.tsx';
import { strings } from './strings.ts';

export const STATE_TONES: Readonly<Record<ModelState, ChipTone>> = {
  draft: 'neutral',
  candidate: 'accent',
  production: 'ok',
  retired: 'neutral',
};

interface ModelTableProps {
  productId: number;
  models: readonly ModelSummary[];
  sort: Column;
  descending: boolean;
  onSort: (column: Column, descending: boolean) => void;
  chosen: readonly number[];
  onChoose: (modelId: number) => void;
  onTask: (task: ModelTask) => void;
}

export function ModelTable(props: ModelTableProps) {
  const { models, sort, descending, onSort } = props;
  return (
    <table className="table model-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{strings.compare}</span>
          </th>
          {COLUMNS.map((column) => (
            <th
              key={column}
              scope="col"
              className={isNumber(column) ? 'number' : undefined}
              aria-sort={sort === column ? (descending ? 'descending' : 'ascending') : undefined}
            >
              <button
                type="button"
                className="sort-button"
                aria-label={strings.sortBy(strings.columns[column])}
                onClick={() => onSort(column, sort === column ? !descending : isNumber(column))}
              >
                {strings.columns[column]}
                {sort === column && <Icon name={descending ? 'down' : 'up'} />}
              </button>
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{strings.more('…')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map((summary) => (
          <ModelRow key={summary.model.id} {...props} summary={summary} />
        ))}
      </tbody>
    </table>
  );
}

function isNumber(column: Column): boolean {
  return isMetric(column) || column === 'trainImages' || column === 'created';
}

function ModelRow({
  productId,
  summary,
  chosen,
  onChoose,
  onTask,
}: ModelTableProps & { summary: ModelSummary }) {
  const { model, evaluation, thresholds, missing } = summary;
  return (
    <tr data-selected={chosen.includes(model.id)} data-model={model.id}>
      <td>
        <input
          type="checkbox"
          aria-label={strings.choose(model.name)}
          checked={chosen.includes(model.id)}
          onChange={() => onChoose(model.id)}
        />
      </td>
      <th scope="row" className="model-name">
        {model.name}
        {missing && (
          <span className="model-missing" title={strings.missingWhy}>
            <Icon name="warning" />
            {strings.missing}
          </span>
        )}
      </th>
      <td>
        <Chip tone={STATE_TONES[model.state]}>{strings.states[model.state]}</Chip>
      </td>
      <td className="number">{formatTime(model.createdAt)}</td>
      <td>{model.recipe}</td>
      <td className="number">{strings.images(summary.trainImages)}</td>
      {evaluation === null ? (
        <td className="number note" colSpan={METRICS.length}>
          {strings.notEvaluated}
        </td>
      ) : (
        METRICS.map((metric) => (
          <td
            key={metric}
            className="number"
            title={strings.evaluatedAt(formatTime(evaluation.at))}
          >
            {formatPercent(metricOf(summary, metric))}
          </td>
        ))
      )}
      <td>
        <a href={thresholdsAddress(productId, model.id)}>
          {thresholds === null ? strings.suggested : strings.set(thresholds.number)}
        </a>
        {thresholds?.source === 'test' && <span className="model-warning">{strings.onTest}</span>}
      </td>
      <td>
        <Menu label={strings.more(model.name)} entries={entriesOf(productId, summary, onTask)}>
          <Icon name="menu" />
        </Menu>
      </td>
    </tr>
  );
}

function entriesOf(
  productId: number,
  summary: ModelSummary,
  onTask: (task: ModelTask) => void,
): MenuEntry[] {
  const { model, missing } = summary;
  const report = reportIdOf(summary.evaluation);
  const entry = (id: keyof typeof strings.actions, perform: () => void): MenuEntry => ({
    id,
    label: strings.actions[id],
    perform,
  });
  const entries: MenuEntry[] = [
    { ...entry('evaluate', () => onTask({ kind: 'evaluate', summary })), disabled: missing },
    entry('thresholds', () => goToAddress(thresholdsAddress(productId, model.id))),
  ];
  if (report !== null) entries.push(entry('report', () => goToAddress(reportAddress(report))));
  const moves: MenuEntry[] = [];
  const move = (id: keyof typeof strings.actions, to: 'draft' | 'candidate' | 'retired'): void =>
    void moves.push(entry(id, () => onTask({ kind: 'state', summary, to })));
  if (model.state === 'draft') move('candidate', 'candidate');
  if (model.state === 'candidate') {
    moves.push({
      ...entry('promote', () => onTask({ kind: 'promote', summary })),
      disabled: missing,
    });
    move('draft', 'draft');
  }
  if (model.state === 'retired') move('revive', 'candidate');
  else move('retire', 'retired');
  const [first, ...others] = moves;
  if (first !== undefined) entries.push({ ...first, apart: true }, ...others);
  entries.push({
    ...entry('export', () => onTask({ kind: 'export', summary })),
    apart: true,
    disabled: missing,
  });
  return entries;
}

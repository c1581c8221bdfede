/** Why this file exists: the order and the filters of the gallery. */
import type { Report } from '../../../../shared/report.ts';
import { GOOD } from '../../../../shared/dataset.ts';
import { Icon } from '../../components/Icon.tsx';
import {
  ALL_LABELS,
  ANY_DEFECT,
  SORTS,
  type GalleryView,
  type VerdictFilter,
} from '../../state/route.ts';
import { strings } from '../../strings/index.ts';
import { labelsOf } from './verdict.ts';
import { ExportButton } from './ExportButton.tsx';

const text = strings.gallery;

const VERDICTS: readonly { value: VerdictFilter; name: string }[] = [
  { value: 'all', name: text.allVerdicts },
  { value: 'ng', name: strings.verdict.ng },
  { value: 'ok', name: strings.verdict.ok },
];

interface GalleryBarProps {
  report: Report;
  view: GalleryView;
  /** How many images pass the filters. */
  shown: number;
  setView: (change: Partial<GalleryView>) => void;
}

export function GalleryBar({ report, view, shown, setView }: GalleryBarProps) {
  const filtered = view.label !== ALL_LABELS || view.verdict !== 'all';
  return (
    <div className="gallery-bar">
      <div role="status">
        <h2>{text.count(shown, report.images.length)}</h2>
      </div>
      {filtered && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => setView({ label: ALL_LABELS, verdict: 'all' })}
        >
          <Icon name="close" />
          {text.clear}
        </button>
      )}
      <span className="bar-gap" />
      <LabelFilter report={report} view={view} setView={setView} />
      <Choice
        label={text.filterVerdict}
        value={view.verdict}
        options={VERDICTS}
        onChange={(verdict) => setView({ verdict })}
      />
      <Choice
        label={text.sort}
        value={view.sort}
        options={SORTS.map((value) => ({ value, name: text.sorts[value] }))}
        // Highest score, nearest to the threshold, first path: what one looks for.
        onChange={(sort) => setView({ sort, descending: sort === 'score' })}
      />
      <button
        type="button"
        className="tool"
        aria-label={view.descending ? text.descending : text.ascending}
        title={view.descending ? text.descending : text.ascending}
        onClick={() => setView({ descending: !view.descending })}
      >
        <Icon name={view.descending ? 'down' : 'up'} />
      </button>
      <ExportButton id={report.id} />
    </div>
  );
}

function LabelFilter({ report, view, setView }: Omit<GalleryBarProps, 'shown'>) {
  const labels = labelsOf(report);
  const options = [
    { value: ALL_LABELS, name: text.allLabels },
    ...(labels.includes(GOOD) ? [{ value: GOOD, name: strings.good }] : []),
    { value: ANY_DEFECT, name: text.anyDefect },
    ...labels.filter((label) => label !== GOOD).map((value) => ({ value, name: value })),
  ];
  return (
    <Choice
      label={text.filterLabel}
      value={view.label}
      options={options}
      onChange={(label) => setView({ label })}
    />
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; name: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

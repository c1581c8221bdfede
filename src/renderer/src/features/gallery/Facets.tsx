/** Why this file exists: the filters with how many images each would leave. */
import type { ReactNode } from 'react';
import type { GalleryCounts, GalleryFilter } from '../../../../shared/entities/gallery.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import type { FacetCounts } from './use-facets.ts';
import { LabelChip } from './LabelChip.tsx';
import { text } from './strings.ts';
import { conditions, LABELS, SPLITS, VERDICTS, withCondition } from './view.ts';

interface FacetsProps {
  filter: GalleryFilter;
  counts: FacetCounts;
  classes: readonly DefectClass[];
  onChange: (filter: GalleryFilter) => void;
  children: ReactNode;
}

export function Facets({ filter, counts, classes, onChange, children }: FacetsProps) {
  const set = <K extends keyof GalleryFilter>(name: K, value: GalleryFilter[K]): void =>
    onChange(withCondition(filter, name, value));
  /** In where it was out, out where it was in. */
  const flip = <T,>(values: readonly T[] | undefined, value: T): T[] =>
    values?.includes(value) === true
      ? values.filter((other) => other !== value)
      : [...(values ?? []), value];
  const known = counts.of;
  const verdicts = known('verdicts')?.verdicts ?? null;
  const named = (count: (all: GalleryCounts) => number, facet: keyof GalleryFilter) => {
    const all = known(facet);
    return all === undefined ? null : count(all);
  };
  return (
    <aside className="facets" aria-label={text.facets} tabIndex={0}>
      <div className="facets-head">
        <h2>{text.facets}</h2>
        {conditions(filter) > 0 && (
          <Button kind="quiet" icon="close" onClick={() => onChange({})}>
            {text.clear}
          </Button>
        )}
      </div>
      {children}
      {filter.scores !== undefined && (
        <Facet title={text.sorts.score}>
          <Option chosen count={null} onFlip={() => set('scores', undefined)}>
            {text.scoresFrom(formatRaw(filter.scores.from), formatRaw(filter.scores.to))}
          </Option>
        </Facet>
      )}
      {verdicts !== null && (
        <Facet title={text.verdict}>
          {VERDICTS.map((verdict) => (
            <Option
              key={verdict}
              chosen={filter.verdicts?.includes(verdict) === true}
              count={verdicts[verdict]}
              onFlip={() => set('verdicts', flip(filter.verdicts, verdict))}
            >
              <VerdictChip verdict={verdict} />
            </Option>
          ))}
        </Facet>
      )}
      <Facet title={text.label}>
        {LABELS.map((label) => (
          <Option
            key={label}
            chosen={filter.labels?.includes(label) === true}
            count={named((all) => all.labels[label], 'labels')}
            onFlip={() => set('labels', flip(filter.labels, label))}
          >
            <LabelChip value={label} />
          </Option>
        ))}
      </Facet>
      {classes.length > 0 && (
        <Facet title={text.defectClass}>
          {classes.map(({ id, name }) => (
            <Option
              key={id}
              chosen={filter.defectClassIds?.includes(id) === true}
              count={named((all) => countOfClass(all, id), 'defectClassIds')}
              onFlip={() => set('defectClassIds', flip(filter.defectClassIds, id))}
            >
              <span className="facet-name">{name}</span>
            </Option>
          ))}
        </Facet>
      )}
      <Facet title={text.split}>
        {SPLITS.map((split) => (
          <Option
            key={split}
            chosen={filter.splits?.includes(split) === true}
            count={named((all) => all.splits[split], 'splits')}
            onFlip={() => set('splits', flip(filter.splits, split))}
          >
            {text.splits[split]}
          </Option>
        ))}
      </Facet>
      <Facet title={text.reviewed}>
        <Flag
          value={filter.reviewed}
          yes={text.reviewedYes}
          no={text.reviewedNo}
          all={known('reviewed')}
          count={(all) => all.reviewed}
          onChange={(value) => set('reviewed', value)}
        />
      </Facet>
      <Facet title={text.mask}>
        <Flag
          value={filter.hasMask}
          yes={text.withMask}
          no={text.withoutMask}
          all={known('hasMask')}
          count={(all) => all.withMask}
          onChange={(value) => set('hasMask', value)}
        />
      </Facet>
    </aside>
  );
}

function countOfClass(counts: GalleryCounts, id: number): number {
  return counts.defectClasses.find(({ defectClassId }) => defectClassId === id)?.images ?? 0;
}

function Facet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="facet">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface OptionProps {
  chosen: boolean;
  /** Null while it is counted. */
  count: number | null;
  onFlip: () => void;
  children: ReactNode;
}

function Option({ chosen, count, onFlip, children }: OptionProps) {
  return (
    <label className="facet-option" data-empty={count === 0 && !chosen}>
      <input type="checkbox" checked={chosen} onChange={onFlip} />
      <span className="facet-word">{children}</span>
      <span className="facet-count">{count === null ? '' : formatInteger(count)}</span>
    </label>
  );
}

interface FlagProps {
  value: boolean | undefined;
  yes: string;
  no: string;
  all: GalleryCounts | undefined;
  count: (all: GalleryCounts) => number;
  onChange: (value: boolean | undefined) => void;
}

/** Yes, no, or either where none is chosen. */
function Flag({ value, yes, no, all, count, onChange }: FlagProps) {
  const inside = all === undefined ? null : count(all);
  const outside = all === undefined ? null : all.total - count(all);
  return (
    <>
      <Option
        chosen={value === true}
        count={inside}
        onFlip={() => onChange(value === true ? undefined : true)}
      >
        {yes}
      </Option>
      <Option
        chosen={value === false}
        count={outside}
        onFlip={() => onChange(value === false ? undefined : false)}
      >
        {no}
      </Option>
    </>
  );
}

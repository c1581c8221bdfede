/** Why this file exists: what the thresholds do to each defect class, and values of its own for one. */
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { formatNumber } from '../../components/format.ts';
import { useValue } from '../../state/value-store.ts';
import { hasOwn, type Scope } from './draft.ts';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ClassPanelProps {
  /** Still for a moment after each change: the table renders in React. */
  settled: Readable<Live>;
  classes: readonly DefectClass[];
  scope: Scope;
  onScope: (scope: Scope) => void;
  onDrop: (defectClassId: number) => void;
  addressOf: (defectClassId: number) => string;
}

export function ClassPanel(props: ClassPanelProps) {
  const { settled, classes, scope, onScope, onDrop, addressOf } = props;
  const { draft, what } = useValue(settled);
  const nameOf = (id: number): string => classes.find((one) => one.id === id)?.name ?? `#${id}`;
  if (what.perClass.length === 0) return <p className="note">{strings.noDefects}</p>;
  const { classColumns } = strings;
  return (
    <div className="class-panel">
      <div className="table-holder">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{classColumns.name}</th>
              <th scope="col" className="number">
                {classColumns.parts}
              </th>
              <th scope="col" className="number">
                {classColumns.missed}
              </th>
              <th scope="col" className="number">
                {classColumns.review}
              </th>
              <th scope="col" className="number">
                {classColumns.escape}
              </th>
              <th scope="col">{classColumns.values}</th>
            </tr>
          </thead>
          <tbody>
            {what.perClass.map(({ defectClassId: id, parts, ok, review, escape }) => (
              <tr key={id ?? 'none'} data-selected={id !== null && id === scope}>
                <th scope="row">
                  {id === null ? strings.noClass : <a href={addressOf(id)}>{nameOf(id)}</a>}
                </th>
                <td className="number">{parts}</td>
                <td className="number" data-short={ok > 0}>
                  {ok}
                </td>
                <td className="number">{review}</td>
                <td className="number">
                  {escape.perThousand === null ? '–' : formatNumber(escape.perThousand, 0)}
                </td>
                <td>
                  {id !== null && (
                    <span className="class-values">
                      <Button
                        kind="quiet"
                        aria-pressed={id === scope}
                        aria-label={strings.edit(
                          nameOf(id),
                          hasOwn(draft, id) ? strings.own : strings.asProduct,
                        )}
                        onClick={() => onScope(id === scope ? null : id)}
                      >
                        {hasOwn(draft, id) ? (
                          <Chip tone="accent">{strings.own}</Chip>
                        ) : (
                          strings.asProduct
                        )}
                      </Button>
                      {hasOwn(draft, id) && (
                        <Button aria-label={strings.dropOwn(nameOf(id))} onClick={() => onDrop(id)}>
                          {strings.dropOwnShort}
                        </Button>
                      )}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">{strings.classesNote}</p>
    </div>
  );
}

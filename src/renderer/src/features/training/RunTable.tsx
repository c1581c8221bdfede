/** Why this file exists: the trainings of a product so far, each leading to its page. */
import type { Run } from '../../../../shared/entities/run.ts';
import { Chip } from '../../components/Chip.tsx';
import { formatAgo, formatDuration } from '../../components/format.ts';
import { useNow } from '../../state/use-now.ts';
import { useQueryOf } from '../../state/queries.ts';
import { specOf } from '../jobs/job-name.ts';
import { STATE_TONES } from '../jobs/JobRow.tsx';
import { text as jobText } from '../jobs/strings.ts';
import { trainingRunAddress } from './route.ts';
import { text } from './strings.ts';

export function RunTable({ productId }: { productId: number }) {
  const { data: runs } = useQueryOf('jobs.list', { productId, kinds: ['train'], limit: 100 });
  const now = useNow();
  const { columns } = text;
  if (runs === undefined || runs.length === 0) return null;
  return (
    <section className="panel">
      <h2>{text.runs}</h2>
      <div className="table-panel" tabIndex={0} role="region" aria-label={text.runs}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col">{columns.recipe}</th>
              <th scope="col" className="number">
                {columns.size}
              </th>
              <th scope="col">{columns.by}</th>
              <th scope="col" className="number">
                {columns.took}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Row key={run.id} productId={productId} run={run} now={now} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ productId, run, now }: { productId: number; run: Run; now: number }) {
  const spec = specOf(run);
  if (spec.kind !== 'train') return null;
  const took =
    run.startedAt === null || run.endedAt === null
      ? '–'
      : formatDuration((run.endedAt - run.startedAt) / 1000);
  return (
    <tr>
      <th scope="row" className="path-cell">
        <a href={trainingRunAddress(productId, run.id)} aria-label={text.open(spec.name)}>
          {spec.name}
        </a>
      </th>
      <td>
        <Chip tone={STATE_TONES[run.state]}>{jobText.states[run.state]}</Chip>
      </td>
      <td>{text.recipes[spec.recipe]}</td>
      <td className="number">{spec.size}</td>
      <td>
        {formatAgo(run.createdAt, now)} <span className="note">{jobText.by(run.requestedBy)}</span>
      </td>
      <td className="number">{took}</td>
    </tr>
  );
}

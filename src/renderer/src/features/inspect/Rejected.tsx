/** Why this file exists: files that could not be inspected are named with the reason. */
import type { InspectOutcome } from '../../../../shared/entities/job.ts';
import { strings } from './strings.ts';

export function Rejected({ outcome }: { outcome: InspectOutcome | null }) {
  if (outcome === null || outcome.rejected.length === 0) return null;
  return (
    <section className="panel">
      <h2>{strings.rejected}</h2>
      <ul className="plain-list">
        {outcome.rejected.map(({ path, reason }) => (
          <li key={path}>
            {path} {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why this file exists: what each golden part was and what it should have been, the wrong ones first. */
import type { InspectOutcome } from '../../../../shared/entities/job.ts';
import { formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { useClient } from '../../state/client-context.ts';
import { strings } from './strings.ts';

type Verified = NonNullable<InspectOutcome['verified']>;

export function CheckResult({ verified }: { verified: Verified }) {
  const { media } = useClient();
  const { items } = verified;
  const isWrong = ({ expected, actual }: Verified['items'][number]): boolean => expected !== actual;
  const wrong = items.filter(isWrong).length;
  const sorted = [...items].sort((a, b) => Number(isWrong(b)) - Number(isWrong(a)));
  return (
    <div className="check-result" data-passed={verified.passed}>
      <p role="status">
        <strong>
          {wrong === 0
            ? strings.resultPassed(items.length)
            : strings.resultFailed(wrong, items.length)}
        </strong>
      </p>
      <ul>
        {sorted.map((item) => {
          const { imageId, expected, actual, score, problem } = item;
          return (
            <li key={imageId} data-wrong={isWrong(item)}>
              <img src={media.image(imageId, 'thumb')} alt="" loading="lazy" />
              <span>
                <span className="note">{strings.expected}</span> <VerdictChip verdict={expected} />
              </span>
              <span>
                <span className="note">{strings.actual}</span>{' '}
                {actual === null ? (
                  <em title={problem ?? ''}>{strings.notRead}</em>
                ) : (
                  <VerdictChip verdict={actual} />
                )}
              </span>
              <span className="number">{score === null ? '' : formatRaw(score)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

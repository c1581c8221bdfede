/** Why this file exists: parts that get another verdict, as thumbnails with both verdicts. */
import type { Flip } from '../../../../shared/charts/flips.ts';
import { Chip, type ChipTone } from '../../components/Chip.tsx';
import { formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { useClient } from '../../state/client-context.ts';
import { strings } from './strings.ts';

/** As many as one looks through before applying; the rest is a number. */
const MOST = 60;

const TONES: Readonly<Record<Flip['effect'], ChipTone>> = {
  worse: 'ng',
  better: 'ok',
  neutral: 'neutral',
};

interface FlipListProps {
  flips: readonly Flip[];
  imageAddress: (imageId: number) => string;
  /** Show both scores: they come from two models. */
  bothScores?: boolean;
}

export function FlipList({ flips, imageAddress, bothScores = false }: FlipListProps) {
  const { media } = useClient();
  return (
    <>
      <ul className="flips">
        {flips.slice(0, MOST).map(({ imageId, label, before, after, effect }) => (
          <li key={imageId}>
            <a className="flip" href={imageAddress(imageId)}>
              <img src={media.image(imageId, 'thumb')} alt="" loading="lazy" />
              <span className="flip-words">
                <span className="flip-verdicts">
                  <VerdictChip verdict={before.verdict} />
                  <span aria-hidden="true">→</span>
                  <VerdictChip verdict={after.verdict} />
                </span>
                <span className="note">
                  {strings.labels[label]} ·{' '}
                  {bothScores
                    ? `${formatRaw(before.score)} → ${formatRaw(after.score)}`
                    : formatRaw(after.score)}
                </span>
              </span>
              <Chip tone={TONES[effect]}>{strings.effects[effect]}</Chip>
            </a>
          </li>
        ))}
      </ul>
      {flips.length > MOST && <p className="note">{strings.flipsMore(flips.length - MOST)}</p>}
    </>
  );
}

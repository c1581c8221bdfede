/** Why this file exists: what one must know before trusting the figures, above them. */
import type { ThresholdSet } from '../../../../shared/entities/threshold.ts';
import { Icon } from '../../components/Icon.tsx';
import { strings } from './strings.ts';

interface ThresholdNoticesProps {
  onTest: boolean;
  /** The set that somebody put in force while this draft was under edit. */
  meanwhile: ThresholdSet | null;
  /** A draft of an earlier session is shown. */
  restored: boolean;
  unlabelled: number;
  /** Null for the values of all parts. */
  scopeName: string | null;
  onProduct: () => void;
}

export function ThresholdNotices(props: ThresholdNoticesProps) {
  const { onTest, meanwhile, restored, unlabelled, scopeName, onProduct } = props;
  return (
    <div className="threshold-notices">
      {meanwhile !== null && (
        <p className="warn-line" role="status">
          <Icon name="warning" />
          {strings.changedMeanwhile(meanwhile.actor, meanwhile.reason)}
        </p>
      )}
      {onTest && (
        <p className="notice-line notice-warn">
          <Icon name="warning" />
          {strings.tunedOnTest}
        </p>
      )}
      {scopeName !== null && (
        <p className="notice-line">
          <Icon name="thresholds" />
          {strings.scope} {scopeName}.
          <button type="button" className="link" onClick={onProduct}>
            {strings.product}
          </button>
        </p>
      )}
      {restored && (
        <p className="notice-line">
          <Icon name="info" />
          {strings.kept}
        </p>
      )}
      {unlabelled > 0 && (
        <p className="notice-line">
          <Icon name="info" />
          {strings.unlabelled(unlabelled)}
        </p>
      )}
    </div>
  );
}

/** Why this file exists: a scale stretched to one image is said so wherever its colours show. */
import { Icon } from '../../components/Icon.tsx';
import { strings } from '../../strings/index.ts';

export function StretchBadge() {
  return (
    <p className="badge" title={strings.image.stretchedWhy}>
      <Icon name="warning" />
      {strings.image.stretched}
    </p>
  );
}

/** Why this file exists: says the one thing that is still missing before a model can be trained. */
import type { GalleryCounts } from '../../../../shared/entities/gallery.ts';
import { Icon } from '../../components/Icon.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { trainingAddress } from '../training/route.ts';
import { galleryAddress } from '../gallery/route.ts';
import { nextStep } from './next-step.ts';
import { versionsAddress } from './route.ts';
import { text } from './strings.ts';

export function NextSteps({ productId, counts }: { productId: number; counts: GalleryCounts }) {
  const { data: versions } = useQueryOf('versions.list', { productId });
  const { data: models } = useQueryOf('models.list', { productId });
  if (versions === undefined || (models?.length ?? 0) > 0) return null;
  const step = nextStep(counts, versions.length);
  const links: Partial<Record<typeof step, { address: string; label: string }>> = {
    label: {
      address: galleryAddress(productId, { filter: { labels: ['none', 'unsure'] } }),
      label: text.next.labelLink,
    },
    freeze: { address: versionsAddress(productId), label: text.version.title },
    train: { address: trainingAddress(productId), label: text.next.trainLink },
  };
  const link = links[step];
  return (
    <aside className="next-step" aria-label={text.next.title}>
      <Icon name="info" />
      <p>{text.next[step]}</p>
      {link !== undefined && <a href={link.address}>{link.label}</a>}
    </aside>
  );
}

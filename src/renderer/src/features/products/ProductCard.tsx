/** Why this file exists: one product at a glance: picture, images, model, last check of golden parts. */
import { useState } from 'react';
import type { ProductSummary } from '../../../../shared/contract/products.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { Chip } from '../../components/Chip.tsx';
import { formatAgo, formatInteger } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { useChange } from '../../state/actor.ts';
import { useClient } from '../../state/client-context.ts';
import { notify } from '../../state/notices.ts';
import { useNow } from '../../state/use-now.ts';
import { dataAddress } from '../datasets/route.ts';
import { ProductDialog } from './ProductDialog.tsx';
import { text } from './strings.ts';

const SHOWN_LABELS: readonly LabelValue[] = ['ok', 'ng', 'unsure', 'none'];

export function ProductCard({ summary }: { summary: ProductSummary }) {
  const { product, images, labels, production } = summary;
  const [changing, setChanging] = useState(false);
  const setArchived = useArchive(product.id, product.name);
  const archived = product.archivedAt !== null;
  return (
    <li className="product-card">
      <Cover imageId={summary.coverImageId} />
      <div className="product-words">
        <h2>
          {/* The link's own box covers the card, so that all of it can be clicked. */}
          <a className="product-link" href={dataAddress(product.id)}>
            {product.name}
          </a>
        </h2>
        {product.note !== '' && <p className="note product-note">{product.note}</p>}
        <p className="product-count">
          {images === 0 ? text.noImages : text.images(formatInteger(images))}
          <span className="note">
            {SHOWN_LABELS.filter((label) => labels[label] > 0)
              .map((label) => `${formatInteger(labels[label])} ${text.labels[label]}`)
              .join(' · ')}
          </span>
        </p>
        <dl className="product-states">
          <div>
            <dt>{text.production}</dt>
            <dd>
              {production === null ? (
                <span className="note">{text.noProduction}</span>
              ) : (
                <Chip tone="accent">{production.name}</Chip>
              )}
            </dd>
          </div>
          <div>
            <dt>{text.verified}</dt>
            <dd>
              <Verification verification={summary.verification} />
            </dd>
          </div>
        </dl>
      </div>
      <div className="product-menu">
        <Menu
          label={text.menu(product.name)}
          entries={[
            { id: 'change', label: text.change, perform: () => setChanging(true) },
            {
              id: 'archive',
              label: archived ? text.restore : text.archive,
              perform: () => void setArchived(!archived, true),
            },
          ]}
        >
          <Icon name="menu" />
        </Menu>
      </div>
      {changing && <ProductDialog product={product} onClose={() => setChanging(false)} />}
    </li>
  );
}

/** Puts a product away or back; the news of it has the way back, once. */
function useArchive(productId: number, name: string) {
  const { run } = useChange('products.change');
  const set = async (archived: boolean, undoable: boolean): Promise<void> => {
    const changed = await run({ productId, archived });
    if (changed === null) return;
    notify({
      kind: 'done',
      text: archived ? text.archivedNews(name) : text.restoredNews(name),
      undo: undoable ? () => void set(!archived, false) : undefined,
    });
  };
  return set;
}

function Cover({ imageId }: { imageId: number | null }) {
  const client = useClient();
  const [broken, setBroken] = useState(false);
  if (imageId === null || broken) {
    return (
      <div className="product-cover product-cover-none">
        <Icon name="gallery" />
        <span>{text.noCover}</span>
      </div>
    );
  }
  return (
    <img
      className="product-cover"
      src={client.media.image(imageId, 'image')}
      alt=""
      loading="lazy"
      onError={() => setBroken(true)}
    />
  );
}

function Verification({ verification }: Pick<ProductSummary, 'verification'>) {
  const now = useNow();
  if (verification === null) return <span className="note">{text.never}</span>;
  const ago = formatAgo(verification.at, now);
  return verification.passed ? (
    <Chip tone="ok">✓ {text.passed(ago)}</Chip>
  ) : (
    <Chip tone="ng">✕ {text.failed(ago)}</Chip>
  );
}

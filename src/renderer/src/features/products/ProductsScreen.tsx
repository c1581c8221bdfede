/** Why this file exists: every product with its picture and where it stands; or how to begin. */
import { useMemo, useState } from 'react';
import type { ProductSummary } from '../../../../shared/contract/products.ts';
import type { GlobalScreenProps } from '../../app/define-screen.tsx';
import { useActions } from '../../actions/use-actions.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { ProductCard } from './ProductCard.tsx';
import { ProductDialog } from './ProductDialog.tsx';
import type { ProductsState } from './route.ts';
import { text } from './strings.ts';
import { Welcome } from './Welcome.tsx';

/** With fewer, looking is quicker than typing. */
const SEARCH_FROM = 9;

export function ProductsScreen({ state, go }: GlobalScreenProps<ProductsState>) {
  const { archived, search } = state;
  const list = useQueryOf('products.list', { archived });
  const [adding, setAdding] = useState(false);
  const actions = useMemo(
    () => [
      {
        id: 'product-add',
        label: text.add,
        group: 'navigate' as const,
        keys: ['N'],
        perform: () => setAdding(true),
      },
    ],
    [],
  );
  useActions(actions);
  const dialog = adding && <ProductDialog onClose={() => setAdding(false)} />;
  const { data: products, error } = list;
  if (products === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void list.refetch()} />;
  }
  if (products.length === 0 && !archived) {
    return (
      <>
        <Welcome
          onAdd={() => setAdding(true)}
          onArchived={() => go({ ...state, archived: true })}
        />
        {dialog}
      </>
    );
  }
  const shown = matching(products, search);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{archived ? text.archived : text.title}</h1>
          <p className="lead">{text.lead}</p>
        </div>
        <Button onClick={() => go({ ...state, archived: !archived })} aria-pressed={archived}>
          {text.archivedShow}
        </Button>
        <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
          {text.add}
        </Button>
      </header>
      {(products.length >= SEARCH_FROM || search !== '') && (
        <div className="product-search">
          <TextField
            label={text.search}
            hideLabel
            placeholder={text.search}
            value={search}
            onChange={(value) => go({ ...state, search: value }, 'replace')}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <Notice
          icon="products"
          title={search === '' ? text.nothingArchived : text.nothing(search)}
        />
      ) : (
        <ul className="product-cards">
          {shown.map((summary) => (
            <ProductCard key={summary.product.id} summary={summary} />
          ))}
        </ul>
      )}
      {dialog}
    </div>
  );
}

/** Those whose name or note holds what was typed. */
function matching(products: readonly ProductSummary[], search: string): readonly ProductSummary[] {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '') return products;
  return products.filter(({ product: { name, note } }) =>
    `${name}\n${note}`.toLocaleLowerCase().includes(wanted),
  );
}

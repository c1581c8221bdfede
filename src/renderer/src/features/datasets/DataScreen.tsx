/** Why this file exists: a product's images and its frozen versions, side by side as two tabs. */
import type { ProductScreenProps } from '../../app/define-screen.tsx';
import { Button } from '../../components/Button.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { goToAddress } from '../../state/use-route.ts';
import { IMPORT_START, importRoute } from './import-route.ts';
import { ImagesPart } from './ImagesPart.tsx';
import { ImportScreen } from './ImportScreen.tsx';
import type { DataState } from './route.ts';
import { text } from './strings.ts';
import { VersionsPart } from './VersionsPart.tsx';

export function DataScreen({ productId, state, go }: ProductScreenProps<DataState>) {
  const { data: versions } = useQueryOf('versions.list', { productId });
  const { data: product } = useQueryOf('products.get', { productId });
  if (state.part === 'import') {
    return (
      <ImportScreen
        productId={productId}
        state={state.state}
        go={(next, how) => go({ part: 'import', state: next }, how)}
      />
    );
  }
  const startImport = (): void => goToAddress(importRoute.address(productId, IMPORT_START));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{product?.product.name ?? text.title}</h1>
        <Button kind="primary" icon="upload" onClick={startImport}>
          {text.importButton}
        </Button>
      </header>
      <Tabs
        label={text.title}
        value={state.part}
        onChange={(part) =>
          go(part === 'images' ? { part } : { part: 'versions', from: null, to: null })
        }
        parts={[
          {
            id: 'images' as const,
            label: text.tabs.images,
            ...(product === undefined ? {} : { count: product.images }),
            content: <ImagesPart productId={productId} onImport={startImport} />,
          },
          {
            id: 'versions' as const,
            label: text.tabs.versions,
            ...(versions === undefined ? {} : { count: versions.length }),
            content:
              state.part === 'versions' ? (
                <VersionsPart
                  productId={productId}
                  compared={state}
                  onCompare={(from, to) => go({ part: 'versions', from, to }, 'replace')}
                />
              ) : null,
          },
        ]}
      />
    </div>
  );
}

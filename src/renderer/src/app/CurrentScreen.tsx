/** Why this file exists: which screen an address means, and what to say where it means none. */
import { useEffect } from 'react';
import { ErrorNotice, LoadingNotice, Notice } from '../components/Notice.tsx';
import { PRODUCTS_START, productsRoute } from '../features/products/route.ts';
import { productsScreen } from '../features/products/screen.tsx';
import { ReportById } from '../features/reports/ReportById.tsx';
import { ReportsScreen } from '../features/reports/ReportsScreen.tsx';
import { parseAddress, type Address } from '../state/address.ts';
import { useQueryOf } from '../state/queries.ts';
import { goToAddress, useHash } from '../state/use-route.ts';
import { strings } from '../strings/index.ts';
import { findScreen } from './screens.ts';

export function CurrentScreen({ address }: { address: Address }) {
  const { screen: name, productId, rest } = address;
  const screen = findScreen(name, productId);
  if (screen !== undefined) {
    if (productId === null) return screen.render(address);
    return (
      <OfProduct productId={productId}>
        {/* Another product is another screen: nothing of the one before stays. */}
        <div className="screen" key={productId}>
          {screen.render(address)}
        </div>
      </OfProduct>
    );
  }
  const [id] = rest;
  if (productId === null && name === 'report' && id !== undefined) return <ReportById id={id} />;
  if (productId === null && name === 'reports') return <ReportsScreen />;
  if (productId !== null) return <GoTo address={`#/product/${productId}/data`} />;
  return <Start />;
}

/** The products where there are any; else the newest report; else how to begin. */
function Start() {
  const products = useQueryOf('products.list', { archived: false });
  const reports = useQueryOf('reports.list', {});
  const first = reports.data?.reports[0];
  if (products.isPending || reports.isPending) return <LoadingNotice />;
  const list = productsRoute.address(null, PRODUCTS_START);
  if ((products.data?.length ?? 0) > 0) return <GoTo address={list} />;
  if (first !== undefined) return <ReportById id={first.id} />;
  if (products.error !== null) return <ReportsScreen />;
  // Shown in place: as soon as there is a report, it is shown instead.
  return productsScreen.render(parseAddress(list));
}

/** Puts the address right where the start or a bare product was asked for. */
function GoTo({ address }: { address: string }) {
  const hash = useHash();
  useEffect(() => {
    // Where one has gone elsewhere meanwhile, that stands.
    if (window.location.hash === hash && hash !== address) goToAddress(address, 'replace');
  }, [hash, address]);
  return null;
}

function OfProduct({ productId, children }: { productId: number; children: React.ReactNode }) {
  const { data, error, refetch } = useQueryOf('products.get', { productId });
  if (data !== undefined) return children;
  if (error === null) return <LoadingNotice />;
  const link = <a href={productsRoute.address(null, PRODUCTS_START)}>{strings.nav.allProducts}</a>;
  if (error.code === 'not-found') {
    return (
      <Notice icon="warning" title={strings.nav.noProduct} urgent>
        <p>{strings.nav.noProductNext}</p>
        {link}
      </Notice>
    );
  }
  return (
    <ErrorNotice error={error} onRetry={() => void refetch()}>
      {link}
    </ErrorNotice>
  );
}

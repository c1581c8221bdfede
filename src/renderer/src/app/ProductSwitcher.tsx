/** Why this file exists: says which product is in hand and goes to the same screen of another. */
import { Icon } from '../components/Icon.tsx';
import { Menu } from '../components/Menu.tsx';
import { PRODUCTS_START, productsRoute } from '../features/products/route.ts';
import type { Address } from '../state/address.ts';
import { useQueryOf } from '../state/queries.ts';
import { goToAddress } from '../state/use-route.ts';
import { strings } from '../strings/index.ts';
import { findScreen, PRODUCT_SCREENS } from './screens.ts';

interface ProductSwitcherProps {
  address: Address;
  inHand: number | null;
}

export function ProductSwitcher({ address, inHand }: ProductSwitcherProps) {
  const { productId, screen } = address;
  const { data: products } = useQueryOf('products.list', { archived: false });
  const { data: shown } = useQueryOf(
    'products.get',
    inHand === null ? null : { productId: inHand },
  );
  if (products === undefined || (products.length === 0 && inHand === null)) return null;
  const target =
    (productId === null ? undefined : findScreen(screen, productId)) ?? PRODUCT_SCREENS[0];
  const name = shown?.product.name ?? strings.nav.chooseProduct;
  return (
    <Menu
      label={`${strings.nav.switchProduct}: ${name}`}
      className="header-part switcher"
      entries={[
        ...products.map(({ product }) => ({
          id: String(product.id),
          label: product.name,
          perform: () => {
            if (target !== undefined) goToAddress(target.start(product.id));
          },
        })),
        {
          id: 'all',
          label: strings.nav.allProducts,
          apart: true,
          perform: () => goToAddress(productsRoute.address(null, PRODUCTS_START)),
        },
      ]}
    >
      <span className="switcher-name">{name}</span>
      <Icon name="more" />
    </Menu>
  );
}

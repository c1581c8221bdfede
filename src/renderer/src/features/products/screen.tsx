/** Why this file exists: gives the list of products to the frame. */
import { globalScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import './products.css';
import { ProductsScreen } from './ProductsScreen.tsx';
import { productsRoute } from './route.ts';

export const productsScreen = globalScreen({
  route: productsRoute,
  icon: 'products',
  label: () => strings.nav.products,
  Component: ProductsScreen,
});

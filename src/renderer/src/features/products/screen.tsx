/** Why this file exists: gives this screen to the frame. */
import { globalScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { productsRoute } from './route.ts';

export const productsScreen = globalScreen({
  route: productsRoute,
  icon: 'products',
  label: () => strings.nav.products,
  Component: NotBuilt,
});

/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { datasetsRoute } from './route.ts';

export const datasetsScreen = productScreen({
  route: datasetsRoute,
  icon: 'data',
  label: () => strings.nav.data,
  Component: NotBuilt,
});

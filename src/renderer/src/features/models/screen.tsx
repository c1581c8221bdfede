/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { modelsRoute } from './route.ts';

export const modelsScreen = productScreen({
  route: modelsRoute,
  icon: 'models',
  label: () => strings.nav.models,
  Component: NotBuilt,
});

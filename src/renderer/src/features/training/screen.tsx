/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { trainingRoute } from './route.ts';

export const trainingScreen = productScreen({
  route: trainingRoute,
  icon: 'training',
  label: () => strings.nav.training,
  Component: NotBuilt,
});

/** Why this file exists: gives this screen to the frame. */
import { globalScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { systemRoute } from './route.ts';

export const systemScreen = globalScreen({
  route: systemRoute,
  icon: 'settings',
  label: () => strings.nav.system,
  Component: NotBuilt,
});

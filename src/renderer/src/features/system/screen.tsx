/** Why this file exists: gives the system's screen to the frame. */
import { globalScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import { systemRoute } from './route.ts';
import './system.css';
import { SystemScreen } from './SystemScreen.tsx';

export const systemScreen = globalScreen({
  route: systemRoute,
  icon: 'settings',
  label: () => strings.nav.system,
  Component: SystemScreen,
});

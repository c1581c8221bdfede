/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import './inspect.css';
import { InspectScreen } from './InspectScreen.tsx';
import { inspectRoute } from './route.ts';

export const inspectScreen = productScreen({
  route: inspectRoute,
  icon: 'inspect',
  label: () => strings.nav.inspect,
  Component: InspectScreen,
});

/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import { thresholdsRoute } from './route.ts';
import './thresholds.css';
import { ThresholdsScreen } from './ThresholdsScreen.tsx';

export const thresholdsScreen = productScreen({
  route: thresholdsRoute,
  icon: 'thresholds',
  label: () => strings.nav.thresholds,
  Component: ThresholdsScreen,
});

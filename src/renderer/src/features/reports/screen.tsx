/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import { ReportsScreen } from './ReportsScreen.tsx';
import { productReportsRoute } from './route.ts';

export const productReportsScreen = productScreen({
  route: productReportsRoute,
  icon: 'reports',
  label: () => strings.nav.reports,
  Component: ReportsScreen,
});

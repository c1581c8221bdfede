/** Why this file exists: gives the data of a product to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import { DataScreen } from './DataScreen.tsx';
import './datasets.css';
import { dataRoute } from './route.ts';

export const datasetsScreen = productScreen({
  route: dataRoute,
  icon: 'data',
  label: () => strings.nav.data,
  Component: DataScreen,
});

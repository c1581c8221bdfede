/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import './models.css';
import { ModelsScreen } from './ModelsScreen.tsx';
import { modelsRoute } from './route.ts';

export const modelsScreen = productScreen({
  route: modelsRoute,
  icon: 'models',
  label: () => strings.nav.models,
  Component: ModelsScreen,
});

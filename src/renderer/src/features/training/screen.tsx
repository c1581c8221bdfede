/** Why this file exists: gives training to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import { trainingRoute } from './route.ts';
import './training.css';
import { TrainingScreen } from './TrainingScreen.tsx';

export const trainingScreen = productScreen({
  route: trainingRoute,
  icon: 'training',
  label: () => strings.nav.training,
  Component: TrainingScreen,
});

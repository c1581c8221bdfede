/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import './review.css';
import { ReviewScreen } from './ReviewScreen.tsx';
import { reviewRoute } from './route.ts';

export const reviewScreen = productScreen({
  route: reviewRoute,
  icon: 'review',
  label: () => strings.nav.review,
  Component: ReviewScreen,
});

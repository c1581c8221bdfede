/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';
import { galleryRoute } from './route.ts';

export const galleryScreen = productScreen({
  route: galleryRoute,
  icon: 'gallery',
  label: () => strings.nav.gallery,
  Component: NotBuilt,
});

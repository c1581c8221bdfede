/** Why this file exists: gives this screen to the frame. */
import { productScreen } from '../../app/define-screen.tsx';
import { strings } from '../../strings/index.ts';
import './gallery.css';
import { GalleryScreen } from './GalleryScreen.tsx';
import { galleryRoute } from './route.ts';

export const galleryScreen = productScreen({
  route: galleryRoute,
  icon: 'gallery',
  label: () => strings.nav.gallery,
  Component: GalleryScreen,
});

/** Why this file exists: the address of this screen. */
import { plainRoute } from '../../state/page-route.ts';

export const galleryRoute = plainRoute('gallery', 'product');
